/** Lived is how long X stood at either end: with the debugs of IPsec alone the difference tells whether S heard of its end in time. */
import { gapMs } from '../timeline/event-order.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { departuresBefore } from './ending.ts';
import { type Answer, debug, no, yes } from './fact.ts';
import { reasonOf } from './lifetime.ts';
import type { Scene } from './scene.ts';

/** What comes later than this was lost once, and sent again. RFC 7296 leaves the time to the sender. [L] */
export const SENT_AGAIN_MS = 900;
/** Both ends made X within what a message takes; farther apart hardly two routers are. [L] */
const MADE_APART_MS = 500;
/** What S lets go later than this has another reason than R's DELETE. [L] */
const LATE_MOST_MS = 60_000;

/** `IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP`: IKE had S let it go. [C] ike.md 4.1 */
const BY_IKE = /delete notify/i;

export const isByIke = (event: TimedEvent | undefined): boolean => BY_IKE.test(reasonOf(event));

/** With the debugs of IPsec alone: X lived longer at S than at R by what a DELETE takes that has to be sent again, or by no more than one message takes. */
export function byAges(scene: Scene): Answer | undefined {
  const { R, S, X, sa } = scene;
  const wants = [debug('S', 'ike', 'over the end')];
  const { inbound, outbound } = sa ?? {};
  const [atR, atS] = [inbound, outbound].map((life) => gapMs(scene.event(life?.created), scene.event(life?.deleted)));
  const end = scene.event(inbound?.deleted);
  if (atR === undefined || atS === undefined || end === undefined || departuresBefore(scene).length > 0) return undefined;
  const laterMs = atS - atR;
  const evidence = scene.cite(inbound?.deleted, outbound?.deleted);
  if (laterMs > SENT_AGAIN_MS + MADE_APART_MS && laterMs <= LATE_MOST_MS && isByIke(scene.event(outbound?.deleted)))
    return yes(
      `${S} let ${X} go ${(laterMs / 1000).toFixed(1)} s after ${R} had: it heard no DELETE until then`,
      evidence,
      'suggested',
      wants,
    );
  return Math.abs(laterMs) <= MADE_APART_MS
    ? no(`${S} let ${X} go as soon as ${R} had: nothing that it had to hear was lost`, evidence, 'suggested', wants)
    : undefined;
}
