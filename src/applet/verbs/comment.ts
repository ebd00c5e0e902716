/** The verb `comment` does nothing. [C] */
import { rest } from '../syntax.ts';
import { computation } from './verb.ts';

export const comment = computation('comment', [rest('text')], () => {});
