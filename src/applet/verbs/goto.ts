/** The verb `goto` goes on at a label. [L] */
import { LABEL } from '../kind.ts';
import { place } from '../syntax.ts';
import { steering } from './verb.ts';

export const goto = steering('goto', 'goto', [place('label', LABEL)]);
