/** The verb `continue` begins the next round of the innermost loop. [C] */
import { steering } from './verb.ts';

export const continueLoop = steering('continue', 'continue', []);
