/** Over is what the records show to have ended an incident: S stopped, a new pair took the place, R has X again, or the message stayed away. */
import type { Citation } from '../ipsec/citation.ts';
import type { ChildSaEvent } from '../ipsec/event.ts';
import { isSurelyBefore } from '../timeline/event-order.ts';
import type { EventRef, TimedEvent } from '../timeline/model.ts';
import { apart } from './apart.ts';
import type { Confidence } from './confidence.ts';
import { type EndIso, endAt } from './end.ts';
import { flowOf } from './flow.ts';
import { firstBehind } from './places.ts';
import { isQuietAfter } from './quiet.ts';
import { renewalOf } from './renewal.ts';
import { inFlightMs } from './round-trip.ts';
import type { Scene } from './scene.ts';
import { senderEndOf } from './sender-end.ts';
import { eventsOfKind, oncePerSide, saOf } from './views.ts';

export interface Healing {
  /** `healed`: the records show it over; `down`: nothing more comes with X, and nothing took its place; `yes`: something that is known will end it. */
  will: 'healed' | 'down' | 'yes' | 'unknown';
  /** When it ended, or will end at the latest; null when that is not known. */
  at: EndIso | null;
  /** `contact`: S heard an INITIAL_CONTACT; `sender`: S let X go of itself. */
  by: 'delete' | 'new-sa' | 'dpd' | 'recovery' | 'lifetime' | 'operator' | 'contact' | 'sender' | null;
  /** In one sentence. */
  why: string;
}

/** With what it rests on. */
export interface Healed extends Healing {
  confidence: Confidence;
  evidence: Citation[];
}

/** S was seen to stop: its SA went, it switched to another one, or it restarted; or R has X again. */
export function whenOver(scene: Scene): Healed | undefined {
  const { S, logs, sa } = scene;
  const last = logs.at(-1);
  if (last === undefined) return undefined;
  const gone = scene.event(sa?.outbound.deleted);
  // Nobody sends by what he has deleted: only a packet that surely came behind it says that something goes on. [C RFC 4301 4.4.2]
  const ended = gone !== undefined && !isSurelyGoingOn(scene, gone, last) ? gone : undefined;
  const switched = switchedBehind(scene, last);
  const restarted = firstBehind(eventsOfKind(scene.timeline, scene.sender, 'reload'), last);
  const inTime = [switched, restarted].filter((event) => event !== undefined && isOfItsTime(last, event));
  const [first] = [ended, ...inTime].flatMap((event) => event ?? []).sort((one, two) => one.ref - two.ref);
  if (first !== undefined && first === ended) return over(scene, first, senderEndOf(scene, first));
  if (first !== undefined && first === switched) return over(scene, first, { by: 'new-sa', why: `${S} went over to ${switched.spi}` });
  if (first !== undefined) return over(scene, first, { by: 'sender', why: `${S} restarted, and has no SA from before` });
  const renewal = renewalOf(scene);
  return renewal === undefined || !isOfItsTime(last, renewal.event) ? bornSince(scene, last) : over(scene, renewal.event, renewal);
}

/** An SA lives for an hour unless told otherwise, and hardly for more than a day: what came later did not end it. [C Cisco IOS Security Command Reference: 120 to 86400 s; L later releases' 30 days] */
const LIVES_MOST_MS = 86_400_000;

function isOfItsTime(last: TimedEvent, event: TimedEvent): boolean {
  const gap = apart(last, event);
  return gap === undefined || gap.leastMs <= LIVES_MOST_MS;
}

/** Behind its end by more than what may have been on its way then. */
function isSurelyGoingOn({ timeline }: Scene, gone: TimedEvent, last: TimedEvent): boolean {
  const gap = apart(gone, last);
  return isSurelyBefore(gone, last) && (gap === undefined || gap.leastMs > inFlightMs(timeline));
}

/** S's IKE had let X go, and packets with X came on: its data plane sends. [L] ike.md 8.5 */
export function goesOnWithoutIke(scene: Scene): boolean {
  const [gone, last] = [scene.event(scene.sa?.outbound.deleted), scene.logs.at(-1)];
  return gone !== undefined && last !== undefined && isSurelyGoingOn(scene, gone, last);
}

/** R let it go again, or told S that it did: then it has X no longer. */
function isGivenUpBehind({ sa }: Scene, born: TimedEvent): boolean {
  const ends = [sa?.inbound.deleted, ...(sa?.deleteSent ?? []), ...(sa?.deleteReceived ?? [])];
  return ends.some((ref) => ref != null && ref > born.ref);
}

function bornSince(scene: Scene, last: TimedEvent): Healed | undefined {
  const { sa, incident, R, X } = scene;
  const born = scene.event(sa?.inbound.installed ?? sa?.inbound.created);
  return incident.persistence === 'transient' && born !== undefined && born.ref > last.ref && !isGivenUpBehind(scene, born)
    ? over(scene, born, { by: null, why: `${R} has had ${X} since` })
    : undefined;
}

export function whenQuiet(scene: Scene): Healed | undefined {
  const { incident, logs } = scene;
  const last = logs.at(-1);
  if (last === undefined || incident.persistence !== 'transient' || !isQuietAfter(scene)) return undefined;
  return over(scene, last, { by: null, why: `the message did not come again (${incident.persistenceReason})` });
}

/** S went over to another SA of the same traffic, as far as its record says which that is. */
function switchedBehind(scene: Scene, last: TimedEvent): (TimedEvent & ChildSaEvent) | undefined {
  const { timeline, sender, receiver, incident, sa } = scene;
  const own = flowOf(scene.event(sa?.outbound.created) ?? scene.event(sa?.inbound.created ?? sa?.inbound.deleted));
  return firstBehind(switches(timeline, sender), last, ({ spi }) => {
    const other = spi === undefined ? undefined : saOf(timeline, receiver, spi);
    const flow = flowOf(scene.event(other?.outbound.created) ?? scene.event(other?.inbound.created));
    return spi !== incident.spi && (own === undefined || flow === undefined || flow === own);
  });
}

const switches = oncePerSide((timeline, side) =>
  eventsOfKind(timeline, side, 'child-sa').filter(({ change, spi }) => change === 'outbound-switched' && spi !== undefined),
);

interface Over extends Pick<Healing, 'by' | 'why'> {
  confidence?: Confidence;
  refs?: readonly EventRef[];
}

function over(scene: Scene, event: TimedEvent, { by, why, confidence = 'likely', refs = [] }: Over): Healed {
  return { will: 'healed', at: endAt(scene, event), by, why, confidence, evidence: scene.cite(scene.logs.at(-1)?.ref, event.ref, ...refs) };
}
