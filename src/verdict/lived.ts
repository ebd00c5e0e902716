/** Lived is how long X stood at either end: with the debugs of IPsec alone the difference tells whether S heard of its end in time. */
import type { SaLife, TimedEvent } from '../timeline/model.ts';
import { type Apart, apart } from './apart.ts';
import { departuresBefore } from './ending.ts';
import { type Answer, debug, no, yes } from './fact.ts';
import { reasonOf } from './lifetime.ts';
import { inFlightMs, roundTripMs } from './round-trip.ts';
import type { Scene } from './scene.ts';

/** What comes later than this was lost once, and sent again. RFC 7296 leaves the time to the sender. [L] */
export const SENT_AGAIN_MS = 900;
/** By so much the two lives differ when S heard R's first word: a message takes its way at the making and at the end, over a satellite twice 250 ms. [L] */
const MADE_APART_MS = 500;
/** What S lets go later than this has another reason than R's DELETE. [L] */
const LATE_MOST_MS = 60_000;

/** `IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP`: IKE had S let it go. [C] ike.md 4.1 */
const BY_IKE = /delete notify/i;

export const isByIke = (event: TimedEvent | undefined): boolean => BY_IKE.test(reasonOf(event));

/** With the debugs of IPsec alone: X lived longer at S than at R by what a DELETE takes that has to be sent again, or by no more than messages take. Each life is of one clock, so that nothing need tie the two. */
export function byAges(scene: Scene): Answer | undefined {
  const { R, S, X, sa } = scene;
  const wants = [debug('S', 'ike', 'over the end')];
  const { inbound, outbound } = sa ?? {};
  const [atR, atS] = [lifeOf(scene, inbound), lifeOf(scene, outbound)];
  if (atR === undefined || atS === undefined || departuresBefore(scene).length > 0) return undefined;
  const later = { leastMs: atS.leastMs - atR.mostMs, mostMs: atS.mostMs - atR.leastMs };
  const evidence = scene.cite(inbound?.deleted, outbound?.deleted);
  if (later.leastMs > SENT_AGAIN_MS && later.leastMs <= LATE_MOST_MS && isByIke(scene.event(outbound?.deleted)))
    return yes(
      `${S} let ${X} go ${((later.leastMs + later.mostMs) / 2000).toFixed(1)} s after ${R} had: it heard no DELETE until then`,
      evidence,
      'suggested',
      wants,
    );
  const limit = Math.min(MADE_APART_MS, inFlightMs(scene.timeline));
  if (later.leastMs > limit && later.leastMs <= SENT_AGAIN_MS && isByAnswer(scene, later, limit))
    return yes(
      `${S} let ${X} go ${Math.round(later.leastMs)} ms after ${R} had, and right behind the message, at which ${R} tells it: it had heard nothing until then`,
      scene.cite(inbound?.deleted, scene.logs[0]?.ref, outbound?.deleted),
      'suggested',
      wants,
    );
  return later.mostMs <= limit + STAMPS_MS && later.leastMs >= -limit - STAMPS_MS
    ? no(`${S} let ${X} go as soon as ${R} had: nothing that it had to hear was lost`, evidence, 'suggested', wants)
    : undefined;
}

/** R answers an unknown SPI with a DELETE for it, and IKE had S let X go when that came: later than R by what lay between R's end and the message, and one way. Of a way that nothing measures nobody knows how long it is. [C seed.md 5] */
function isByAnswer(scene: Scene, later: Apart, limitMs: number): boolean {
  const { inbound, outbound } = scene.sa ?? {};
  const toMessage = apart(scene.event(inbound?.deleted), scene.logs[0]);
  if (toMessage === undefined || roundTripMs(scene.timeline) === undefined || !isByIke(scene.event(outbound?.deleted))) return false;
  return later.mostMs >= toMessage.leastMs && later.leastMs - toMessage.mostMs <= limitMs;
}

/** Four stamps in milliseconds. */
const STAMPS_MS = 2;

function lifeOf(scene: Scene, life: SaLife | undefined): Apart | undefined {
  return apart(scene.event(life?.created), scene.event(life?.deleted));
}
