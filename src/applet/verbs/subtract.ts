/** The verb `subtract` subtracts the second number from the first into `_result`. [L] */
import { WORD } from '../kind.ts';
import { place } from '../syntax.ts';
import { computation } from './verb.ts';

export const subtract = computation('subtract', [place('one', WORD), place('two', WORD)], (fields, machine) => {
  const [one, two] = [machine.number(fields.one), machine.number(fields.two)];
  machine.set('_result', one - two);
});
