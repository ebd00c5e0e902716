/** Verbs that count, in whole numbers. */
import { VARIABLE, WORD } from '../kind.ts';
import { optional, place } from '../syntax.ts';
import { computation } from './verb.ts';

const NUMBERS = [place('one', WORD), place('two', WORD)] as const;
const STEP = [place('variable', VARIABLE), optional(place('by', WORD))] as const;

/** Adds two numbers into `_result`. [L] */
export const add = computation('add', NUMBERS, (fields, machine) => {
  const [one, two] = [machine.number(fields.one), machine.number(fields.two)];
  machine.set('_result', one + two);
});

/** Changes a variable by a number, by one when none is given. [L] */
export const decrement = computation('decrement', STEP, (fields, machine) => {
  machine.set(fields.variable, machine.number(machine.get(fields.variable)) - machine.number(fields.by ?? 1));
});

/** Divides the first number by the second into `_result`, what is left over into `_remainder`. [L] */
export const divide = computation('divide', NUMBERS, (fields, machine) => {
  const [one, two] = [machine.number(fields.one), machine.number(fields.two)];
  if (two === 0) throw new Error('divide by zero');
  machine.set('_result', Math.trunc(one / two));
  machine.set('_remainder', one % two);
});

/** Changes a variable by a number, by one when none is given. [L] */
export const increment = computation('increment', STEP, (fields, machine) => {
  machine.set(fields.variable, machine.number(machine.get(fields.variable)) + machine.number(fields.by ?? 1));
});

/** Multiplies two numbers into `_result`. [L] */
export const multiply = computation('multiply', NUMBERS, (fields, machine) => {
  const [one, two] = [machine.number(fields.one), machine.number(fields.two)];
  machine.set('_result', Math.imul(one, two));
});

/** Subtracts the second number from the first into `_result`. [L] */
export const subtract = computation('subtract', NUMBERS, (fields, machine) => {
  const [one, two] = [machine.number(fields.one), machine.number(fields.two)];
  machine.set('_result', one - two);
});
