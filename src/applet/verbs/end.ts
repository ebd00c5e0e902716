/** The verb `end` closes a block. [C] */
import { steering } from './verb.ts';

export const end = steering('end', 'end', []);
