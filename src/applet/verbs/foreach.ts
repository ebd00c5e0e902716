/** The verb `foreach` runs its block once for each piece of a text. [C] */
import { MESSAGE, VARIABLE } from '../kind.ts';
import { optional, place } from '../syntax.ts';
import { steering } from './verb.ts';

export const foreach = steering('foreach', 'foreach', [
  place('variable', VARIABLE),
  place('text', MESSAGE),
  optional(place('delimiter', MESSAGE)),
]);
