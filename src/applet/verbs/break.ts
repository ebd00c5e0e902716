/** The verb `break` leaves the innermost loop. [C] */
import { steering } from './verb.ts';

export const breakLoop = steering('break', 'break', []);
