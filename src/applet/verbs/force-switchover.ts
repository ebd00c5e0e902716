/** The verb `force-switchover` makes the standby route processor take over. [C] */
import { verb } from './verb.ts';

export const forceSwitchover = verb('force-switchover', [], function* () {
  yield { kind: 'switchover' };
});
