/** Lived is how long X stood at either end: with the debugs of IPsec alone the difference tells whether S heard of its end in time. */
import type { SaLife, TimedEvent } from '../timeline/model.ts';
import { type Apart, apart } from './apart.ts';
import { departuresBefore } from './ending.ts';
import { type Answer, debug, no, yes } from './fact.ts';
import { reasonOf } from './lifetime.ts';
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
  return later.mostMs <= MADE_APART_MS + STAMPS_MS && later.leastMs >= -MADE_APART_MS - STAMPS_MS
    ? no(`${S} let ${X} go as soon as ${R} had: nothing that it had to hear was lost`, evidence, 'suggested', wants)
    : undefined;
}

/** Four stamps in milliseconds. */
const STAMPS_MS = 2;

function lifeOf(scene: Scene, life: SaLife | undefined): Apart | undefined {
  return apart(scene.event(life?.created), scene.event(life?.deleted));
}
