/** The verb `cns-event` sends a text to a CNS gateway; it is kept as written. [C] */
import { rest } from '../syntax.ts';
import { verb } from './verb.ts';

export const cnsEvent = verb('cns-event', [rest('argumentText')], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'cns-event', argumentText };
});
