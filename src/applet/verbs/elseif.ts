/** The verb `elseif` turns an if block to another comparison. [C] */
import { COMPARISON, WORD } from '../kind.ts';
import { place } from '../syntax.ts';
import { steering } from './verb.ts';

export const elseif = steering('elseif', 'elseif', [place('left', WORD), place('operator', COMPARISON), place('right', WORD)]);
