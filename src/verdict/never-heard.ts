/** Never heard: that R let X go did not come to S for as long as IKEv2 sends a DELETE again and again. */
import type { TimedEvent } from '../timeline/model.ts';
import { isBefore } from './apart.ts';
import { endingOf } from './ending.ts';
import { speaksIkev2Alone } from './ike-version.ts';
import { listened } from './listening.ts';
import { BLOCKED_MS } from './one-way.ts';
import type { Scene } from './scene.ts';
import { instantOn } from './silence.ts';

/** R's deletion and the last message, when S, of whose IKE nothing is recorded, kept X in between; what is not acknowledged is sent again, so that one lost copy is no reason. [C RFC 7296 2.1; L how long IOS goes on] */
export function neverHeard(scene: Scene): { end: TimedEvent; last: TimedEvent } | undefined {
  const { sa, timeline, receiver, sender, logs } = scene;
  const [ending, last] = [endingOf(scene), logs.at(-1)];
  if (ending === undefined || last === undefined || !speaksIkev2Alone(timeline)) return undefined;
  if (ending.event.side !== receiver || (ending.toLast?.leastMs ?? 0) < BLOCKED_MS) return undefined;
  const gone = scene.event(sa?.outbound.deleted);
  if (gone !== undefined && isBefore(last, gone) !== 'yes') return undefined;
  const [fromMs, toMs] = [instantOn(scene, sender, ending.event), instantOn(scene, sender, last)];
  if (fromMs === undefined || toMs === undefined) return undefined;
  const stretch = { side: sender, fromMs, toMs };
  const isHeard = listened(timeline, 'ipsec', stretch) === 'yes' && listened(timeline, 'ike', stretch) !== 'yes';
  return isHeard ? { end: ending.event, last } : undefined;
}
