/** The verb `file` opens, reads, writes or closes a file; it is kept as written. [B] */
import { rest } from '../syntax.ts';
import { verb } from './verb.ts';

export const file = verb('file', [rest('argumentText')], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'file', argumentText };
});
