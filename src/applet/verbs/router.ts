/** Verbs that have the router do something. */
import { WORD } from '../kind.ts';
import { place, rest } from '../syntax.ts';
import { verb } from './verb.ts';

/** Opens, reads, writes or closes a file; it is kept as written. [B] */
export const file = verb('file', [rest('argumentText')], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'file', argumentText };
});

/** Makes the standby route processor take over. [C] */
export const forceSwitchover = verb('force-switchover', [], function* () {
  yield { kind: 'switchover' };
});

/** Runs another applet by name. [C] */
export const policy = verb('policy', [place('name', WORD)], function* (fields) {
  yield { kind: 'policy', name: fields.name };
});

/** Restarts the router. [C] */
export const reload = verb('reload', [], function* () {
  yield { kind: 'reload' };
});
