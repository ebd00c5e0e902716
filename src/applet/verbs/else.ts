/** The verb `else` turns an if block to what is left. [C] */
import { steering } from './verb.ts';

export const elseBlock = steering('else', 'else', []);
