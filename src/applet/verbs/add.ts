/** The verb `add` adds two numbers into `_result`. [L] */
import { WORD } from '../kind.ts';
import { place } from '../syntax.ts';
import { computation } from './verb.ts';

export const add = computation('add', [place('one', WORD), place('two', WORD)], (fields, machine) => {
  const [one, two] = [machine.number(fields.one), machine.number(fields.two)];
  machine.set('_result', one + two);
});
