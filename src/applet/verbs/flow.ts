/** Verbs that say what runs next: blocks, jumps, the end, and what becomes of a mistake. */
import { COMPARISON, choice, LABEL, MESSAGE, seconds, VARIABLE, WORD } from '../kind.ts';
import { option, optional, place, required, rest } from '../syntax.ts';
import { computation, steering, verb } from './verb.ts';

const COMPARED = [place('left', WORD), place('operator', COMPARISON), place('right', WORD)] as const;

/** Leaves the innermost loop. [C] */
export const breakLoop = steering('break', 'break', []);

/** Does nothing. [C] */
export const comment = computation('comment', [rest('text')], () => {});

/** Begins the next round of the innermost loop. [C] */
export const continueLoop = steering('continue', 'continue', []);

/** Turns an if block to what is left. [C] */
export const elseBlock = steering('else', 'else', []);

/** Turns an if block to another comparison. [C] */
export const elseif = steering('elseif', 'elseif', COMPARED);

/** Closes a block. [C] */
export const end = steering('end', 'end', []);

/** Ends the applet, with a status when one is given. [C] */
export const exit = steering('exit', 'exit', [optional(place('status', WORD))]);

/** Runs its block once for each piece of a text. [C] */
export const foreach = steering('foreach', 'foreach', [
  place('variable', VARIABLE),
  place('text', MESSAGE),
  optional(place('delimiter', MESSAGE)),
]);

/** Goes on at a label. [L] */
export const goto = steering('goto', 'goto', [place('label', LABEL)]);

/** Says what becomes of the run when an action fails: it ends unless told otherwise. [L] eem.md 5 */
export const handleError = computation(
  'handle-error',
  [required(option('type', 'type', choice('exit', 'ignore', 'warn')))],
  ({ type }, machine) => {
    machine.onError = type;
  },
);

/** Opens a block, or jumps with `goto`, when a comparison holds. [C] */
export const ifBlock = steering('if', 'if', [...COMPARED, option('goto', 'goto', LABEL)]);

/** Lets time pass. [C] */
export const wait = verb('wait', [place('seconds', seconds(1, 31_536_000))], function* (fields) {
  yield { kind: 'wait', seconds: Number(fields.seconds) };
});

/** Repeats its block while a comparison holds. [C] */
export const whileBlock = steering('while', 'while', COMPARED);
