/** The verb `set` gives a variable a value. [L] */
import { TEXT, VARIABLE } from '../kind.ts';
import { place } from '../syntax.ts';
import { computation } from './verb.ts';

export const set = computation('set', [place('variable', VARIABLE), place('value', TEXT)], (fields, machine) => {
  machine.set(fields.variable, fields.value);
});
