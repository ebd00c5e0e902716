/** The verb `while` repeats its block while a comparison holds. [C] */
import { COMPARISON, WORD } from '../kind.ts';
import { place } from '../syntax.ts';
import { steering } from './verb.ts';

export const whileBlock = steering('while', 'while', [place('left', WORD), place('operator', COMPARISON), place('right', WORD)]);
