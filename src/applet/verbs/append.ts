/** The verb `append` puts a text behind a variable's value. [L] */
import { TEXT, VARIABLE } from '../kind.ts';
import { place } from '../syntax.ts';
import { computation } from './verb.ts';

export const append = computation('append', [place('variable', VARIABLE), place('value', TEXT)], (fields, machine) => {
  machine.set(fields.variable, `${machine.variables.get(fields.variable) ?? ''}${fields.value}`);
});
