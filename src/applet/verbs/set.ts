/** The verb `set` gives a variable a value. [L] */
import { MESSAGE, VARIABLE } from '../kind.ts';
import { place } from '../syntax.ts';
import { computation } from './verb.ts';

export const set = computation('set', [place('variable', VARIABLE), place('value', MESSAGE)], (fields, machine) => {
  machine.set(fields.variable, fields.value);
});
