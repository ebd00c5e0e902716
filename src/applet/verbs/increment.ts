/** The verb `increment` changes a variable by a number, by one when none is given. [L] */
import { VARIABLE, WORD } from '../kind.ts';
import { optional, place } from '../syntax.ts';
import { computation } from './verb.ts';

export const increment = computation('increment', [place('variable', VARIABLE), optional(place('by', WORD))], (fields, machine) => {
  machine.set(fields.variable, machine.number(machine.get(fields.variable)) + machine.number(fields.by ?? 1));
});
