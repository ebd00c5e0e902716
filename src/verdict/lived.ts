/** Lived is how long X stood at either end: with the debugs of IPsec alone the difference tells whether S heard of its end in time. */
import type { Citation } from '../ipsec/citation.ts';
import type { EventRef, SaLife, TimedEvent } from '../timeline/model.ts';
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

const WANTS = [debug('S', 'ike', 'over the end')];

/** With the debugs of IPsec alone: X lived longer at S than at R by what a DELETE takes that has to be sent again, or by no more than messages take. Each life is of one clock, so that nothing need tie the two. */
export function byAges(scene: Scene): Answer | undefined {
  const { inbound, outbound } = scene.sa ?? {};
  const [atR, atS] = [lifeOf(scene, inbound), lifeOf(scene, outbound)];
  if (atR === undefined || atS === undefined || departuresBefore(scene).length > 0) return undefined;
  const later = { leastMs: atS.leastMs - atR.mostMs, mostMs: atS.mostMs - atR.leastMs };
  return heardAgain(scene, later) ?? heardByAnswer(scene, later) ?? heardAtOnce(scene, later);
}

/** How much later than R let it go S did. */
function heardAgain(scene: Scene, later: Apart): Answer | undefined {
  const { R, S, X, sa } = scene;
  const isLate = later.leastMs > SENT_AGAIN_MS && later.leastMs <= LATE_MOST_MS;
  if (!isLate || !isByIke(scene.event(sa?.outbound.deleted))) return undefined;
  const seconds = ((later.leastMs + later.mostMs) / 2000).toFixed(1);
  return yes(`${S} let ${X} go ${seconds} s after ${R} had: it heard no DELETE until then`, citeEnds(scene), 'suggested', WANTS);
}

function citeEnds(scene: Scene, ...others: (EventRef | undefined)[]): Citation[] {
  return scene.cite(scene.sa?.inbound.deleted, scene.sa?.outbound.deleted, ...others);
}

function heardByAnswer(scene: Scene, later: Apart): Answer | undefined {
  const { R, S, X, logs } = scene;
  const limitMs = oneWayMs(scene);
  if (later.leastMs <= limitMs || later.leastMs > SENT_AGAIN_MS || !isByAnswer(scene, later, limitMs)) return undefined;
  const said = `${S} let ${X} go ${Math.round(later.leastMs)} ms after ${R} had, and right behind the message, at which ${R} tells it: it had heard nothing until then`;
  return yes(said, citeEnds(scene, logs[0]?.ref), 'suggested', WANTS);
}

function oneWayMs({ timeline }: Scene): number {
  return Math.min(MADE_APART_MS, inFlightMs(timeline));
}

function heardAtOnce(scene: Scene, later: Apart): Answer | undefined {
  const { R, S, X } = scene;
  const mostMs = oneWayMs(scene) + STAMPS_MS;
  if (later.mostMs > mostMs || later.leastMs < -mostMs) return undefined;
  return no(`${S} let ${X} go as soon as ${R} had: nothing that it had to hear was lost`, citeEnds(scene), 'suggested', WANTS);
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
