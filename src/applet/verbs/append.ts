/** The verb `append` puts a text behind a variable's value; without a text it only makes sure that there is one. [L] */
import { MESSAGE, VARIABLE } from '../kind.ts';
import { optional, place } from '../syntax.ts';
import { computation } from './verb.ts';

export const append = computation('append', [place('variable', VARIABLE), optional(place('value', MESSAGE))], (fields, machine) => {
  machine.set(fields.variable, `${machine.variables.get(fields.variable) ?? ''}${fields.value ?? ''}`);
});
