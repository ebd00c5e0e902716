/** Unprinted is what became of an SA at a receiver whose debug of IPsec is off: its making and its end leave no line, and only what IKE said right before the message tells of it. */
import type { MessageEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart } from './apart.ts';
import { anyOf, lastBefore } from './clues.ts';
import { listened } from './listening.ts';
import { otherHalfAtReceiver } from './other-half.ts';
import type { Scene } from './scene.ts';

/** A negotiation and its aftermath: what is younger may be deleted because a packet came for it. [L] ike.md 8.6 */
export const NEW_MS = 10_000;
/** A packet that comes so soon behind a DELETE was on its way, or is the next of those that the DELETE did not stop. [L] ike.md 8.25 */
export const SOON_MS = 1000;

/** X had been made long before, by its own lines, by those of the other half of its pair, or because R's IKE made nothing in the time in which a new SA is made. */
export function isOldAt(scene: Scene, first: TimedEvent): boolean {
  const signs = [...scene.births, ...otherHalfAtReceiver(scene).map((ref) => scene.event(ref))];
  const ages = signs.flatMap((sign) => apart(sign, first) ?? []);
  if (ages.length > 0) return ages.some(({ leastMs }) => leastMs > NEW_MS);
  if (scene.births.length > 0 || first.at === null) return false;
  const { timeline, receiver } = scene;
  const making = lastBefore(scene, anyOf(scene, receiver, 'message', makesChildSas));
  const gap = apart(making, first);
  const stretch = { side: receiver, fromMs: first.at - NEW_MS, toMs: first.at };
  return (gap === undefined ? making === undefined : gap.leastMs > NEW_MS) && listened(timeline, 'ike', stretch) === 'yes';
}

const makesChildSas = ({ exchange }: MessageEvent) => exchange === 'quick' || exchange === 'create-child-sa' || exchange === 'ike-auth';

/** True where this DELETE ended X though nothing names X: neither X's making nor its end is printed, X was not new, and it is unknown at once behind the DELETE. [C RFC 2408 3.15, RFC 7296 1.4.1] */
export function isUnprintedEnd(scene: Scene, event: TimedEvent): boolean {
  const { logs, births, timeline, receiver } = scene;
  const [first] = logs;
  const gap = apart(event, first);
  if (first?.at == null || births.length > 0 || gap === undefined || gap.leastMs > SOON_MS || event.ref >= first.ref) return false;
  const stretch = { side: receiver, fromMs: first.at - SOON_MS, toMs: first.at };
  return isOldAt(scene, first) && listened(timeline, 'ipsec', stretch) !== 'yes';
}
