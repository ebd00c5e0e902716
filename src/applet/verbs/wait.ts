/** The verb `wait` lets time pass. [C] */
import { seconds } from '../kind.ts';
import { place } from '../syntax.ts';
import { verb } from './verb.ts';

export const wait = verb('wait', [place('seconds', seconds(1, 31_536_000))], function* (fields) {
  yield { kind: 'wait', seconds: Number(fields.seconds) };
});
