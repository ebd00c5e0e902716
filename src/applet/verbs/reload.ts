/** The verb `reload` restarts the router. [C] */
import { verb } from './verb.ts';

export const reload = verb('reload', [], function* () {
  yield { kind: 'reload' };
});
