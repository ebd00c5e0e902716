/** The verb `divide` divides the first number by the second into `_result`, what is left over into `_remainder`. [L] */
import { WORD } from '../kind.ts';
import { place } from '../syntax.ts';
import { computation } from './verb.ts';

export const divide = computation('divide', [place('one', WORD), place('two', WORD)], (fields, machine) => {
  const [one, two] = [machine.number(fields.one), machine.number(fields.two)];
  if (two === 0) throw new Error('divide by zero');
  machine.set('_result', Math.trunc(one / two));
  machine.set('_remainder', one % two);
});
