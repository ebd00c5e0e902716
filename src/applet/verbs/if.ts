/** The verb `if` opens a block, or jumps with `goto`, when a comparison holds. [C] */
import { COMPARISON, LABEL, WORD } from '../kind.ts';
import { option, place } from '../syntax.ts';
import { steering } from './verb.ts';

export const ifBlock = steering('if', 'if', [
  place('left', WORD),
  place('operator', COMPARISON),
  place('right', WORD),
  option('goto', 'goto', LABEL),
]);
