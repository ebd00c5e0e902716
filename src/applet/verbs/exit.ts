/** The verb `exit` ends the applet, with a status when one is given. [C] */
import { WORD } from '../kind.ts';
import { optional, place } from '../syntax.ts';
import { steering } from './verb.ts';

export const exit = steering('exit', 'exit', [optional(place('status', WORD))]);
