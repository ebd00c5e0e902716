/** The rekey of X: whether R had made a successor before X went. */

import { type Address, isSameAddress } from '../../ipsec/address.ts';
import { bySide, SIDES } from '../../ipsec/side.ts';
import type { ChildSa, TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, type Grade, no, unknown, yes } from '../fact.ts';
import { listened } from '../listening.ts';
import { placeBefore, placeBehind } from '../places.ts';
import { oncePerScene, type Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { countBefore, oncePerSide } from '../views.ts';
import { crossingRekeys } from './crossing.ts';

interface Successor {
  sa: ChildSa;
  made: TimedEvent;
  /** Among all SAs. */
  place: number;
}

/** Where X's own making is not on record, that the other is the younger follows from a record without a hole. */
export function gradeOfSuccessor({ births }: Scene): Grade {
  return births.length === 0 ? 'suggested' : 'shown';
}

/** By the end that it came before. */
const successorsOf = oncePerScene(() => new Map<TimedEvent | undefined, Successor | undefined>());

/** The SA that R made for the same traffic before X's end. */
export function successorOf(scene: Scene, until: TimedEvent | undefined): Successor | undefined {
  const known = successorsOf(scene);
  if (!known.has(until)) known.set(until, findSuccessor(scene, until));
  return known.get(until);
}

function findSuccessor(scene: Scene, until: TimedEvent | undefined): Successor | undefined {
  return firstCandidate(scene, until, (each) => isOfTunnel(scene, each));
}

/** The first that was made between X and that end; of some it is not known whether they are of this tunnel. */
function firstCandidate(scene: Scene, until: TimedEvent | undefined, is: (each: Successor) => boolean = () => true): Successor | undefined {
  const { sa, timeline, receiver, incident } = scene;
  const born = scene.event(
    sa?.inbound.created ?? sa?.inbound.installed ?? sa?.inbound.requested ?? sa?.outbound.created ?? sa?.inbound.expiring,
  );
  if (until === undefined) return undefined;
  if (born === undefined) return lastOfFlow(scene, until, is);
  const isCandidate = (each: Successor) =>
    each.sa.spi !== incident.spi &&
    isBefore(born, each.made) === 'yes' &&
    isBefore(each.made, until) === 'yes' &&
    isForSame(born, each.made) &&
    is(each);
  const found = SIDES.flatMap((side) => firstBetween(madeBy(timeline, receiver)[side], born, until, isCandidate) ?? []);
  return found.sort((one, two) => one.place - two.place)[0];
}

/** The old pair is deleted at once at a rekey, or ages out behind it. [C RFC 7296 2.8; L `sibling … expiring in 30 seconds`, ike.md 4.1] */
const RETIRES_MS = 120_000;

/** X's making lies before the record: what R made for the very same traffic shortly before it deleted X took its place, as X was not made since. */
function lastOfFlow(scene: Scene, until: TimedEvent, is: (each: Successor) => boolean): Successor | undefined {
  const { timeline, receiver, incident, sa } = scene;
  const gone = scene.event(sa?.inbound.deleted);
  if (gone === undefined || until.side !== receiver || scene.births.length > 0) return undefined;
  const { all, events } = madeBy(timeline, receiver)[receiver];
  for (let place = placeBefore(events, until) - 1; place >= 0; place -= 1) {
    const each = all[place];
    const gap = apart(each?.made, until);
    if (each?.made.at == null || until.at === null || gap === undefined || gap.leastMs > RETIRES_MS) return undefined;
    if (each.sa.spi === incident.spi || !isOfSameFlow(each.made, gone) || !is(each)) continue;
    const stretch = { side: receiver, fromMs: each.made.at, toMs: until.at };
    return listened(timeline, 'ipsec', stretch) === 'yes' ? each : undefined;
  }
  return undefined;
}

/** Both lines print what they protect and with whom, and it is the same. */
function isOfSameFlow(made: TimedEvent, gone: TimedEvent): boolean {
  if (made.kind !== 'child-sa' || gone.kind !== 'child-sa' || !isForSame(made, gone)) return false;
  const isPrinted = [made, gone].every(({ localProxy, remoteProxy, remote }) => ![localProxy, remoteProxy, remote].includes(undefined));
  return isPrinted && isSameAddress(made.remote, gone.remote);
}

function firstBetween({ all, events }: Made, born: TimedEvent, until: TimedEvent, is: (each: Successor) => boolean): Successor | undefined {
  const end = placeBefore(events, until);
  for (let place = placeBehind(events, born); place < end; place += 1) {
    const each = all[place];
    if (each !== undefined && is(each)) return each;
  }
  return undefined;
}

/** An SA that prints no peer may be another tunnel's, at a router with several. [C] ike.md 4.1: create_sa of 12.4 has no identity */
function isOfTunnel(scene: Scene, { sa, made }: Successor): boolean {
  const { timeline, receiver } = scene;
  const { created, switched, enabled } = sa.outbound;
  const isKnownByPeer = [created, switched, enabled].some((ref) => ref !== null);
  const isNamed = made.kind === 'child-sa' && made.remote !== undefined;
  return isKnownByPeer || isNamed || timeline.recordings[receiver].foreignEvents === 0 || hasPartner(scene, made);
}

/** Both SAs of a pair are printed in a row; the outbound one names the peer, so that another tunnel's is not in the timeline. [C] ike.md 4.1 */
const PAIR_MS = 1000;

function hasPartner(scene: Scene, made: TimedEvent): boolean {
  const events = scene.eventsOf(scene.receiver);
  const place = countBefore(events, made.ref);
  return events.slice(Math.max(0, place - 1), place + 2).some((event) => {
    const isOutbound = event.kind === 'child-sa' && event.change === 'created' && isToPeer(scene, event.destination);
    const gap = apart(made, event);
    return isOutbound && (gap === undefined || Math.abs(gap.leastMs) <= PAIR_MS);
  });
}

function isToPeer({ timeline, sender }: Scene, destination: Address | undefined): boolean {
  const { address, natAddress } = timeline.tunnel[sender];
  return isSameAddress(destination, address) || isSameAddress(destination, natAddress);
}

/** The SAs whose making one record tells, in its order, and the lines that tell it. */
interface Made {
  all: readonly Successor[];
  events: readonly TimedEvent[];
}

/** By the end whose record tells of the making. */
const madeBy = oncePerSide(({ childSas, events }, receiver) => {
  const told = childSas.flatMap((sa, place) => {
    const made = events[sa.inbound.created ?? sa.inbound.installed ?? sa.outbound.created ?? -1];
    return sa.receiver !== receiver || made === undefined ? [] : [{ sa, made, place }];
  });
  const inOrder = told.sort((one, two) => one.made.ref - two.made.ref);
  return bySide((side): Made => {
    const all = inOrder.filter(({ made }) => made.side === side);
    return { all, events: all.map(({ made }) => made) };
  });
});

/** Where neither prints what it protects, another selector is not excluded. */
function isForSame(one: TimedEvent, two: TimedEvent): boolean {
  if (one.kind !== 'child-sa' || two.kind !== 'child-sa' || one.side !== two.side) return true;
  if (one.direction !== undefined && two.direction !== undefined && one.direction !== two.direction) return true;
  const differs = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a !== b;
  return !differs(one.localProxy, two.localProxy) && !differs(one.remoteProxy, two.remoteProxy);
}

const WANTS = [debug('R', 'ipsec', 'before the end')];

export const replacedAtRekey: Fact = {
  id: 'replaced-at-rekey',
  link: 'forgot',
  question: 'Had R made a successor of X before it deleted it?',
  ask: (scene) => {
    const successor = successorOf(scene, endingOf(scene)?.event ?? scene.logs[0]);
    return successor === undefined
      ? withoutSuccessor(scene)
      : (crossedWith(scene, successor) ?? mayHaveCrossed(scene, successor) ?? replacedBy(scene, successor));
  },
};

function crossedWith(scene: Scene, successor: Successor): Answer | undefined {
  const crossing = isAtOnce(scene, successor) ? answerOf(crossingRekeys, scene) : undefined;
  if (crossing?.is !== 'yes') return undefined;
  const { sa, made } = successor;
  const said = `${scene.R} made ${sa.spi} and ${scene.X} at once, by two rekeys that crossed: neither replaced the other`;
  return no(said, [...scene.cite(scene.births[0]?.ref, made.ref, endingOf(scene)?.event.ref), ...crossing.evidence]);
}

function mayHaveCrossed(scene: Scene, successor: Successor): Answer | undefined {
  const isCrossing = endingOf(scene) !== undefined && isAtOnce(scene, successor) && answerOf(crossingRekeys, scene).is !== 'no';
  if (!isCrossing) return undefined;
  const { sa, made } = successor;
  const said = `${scene.R} made ${sa.spi} and ${scene.X} at once: whether one was to replace the other is not on record`;
  return unknown(said, [debug('R', 'ike', 'at the making')], scene.cite(scene.births[0]?.ref, made.ref));
}

function replacedBy(scene: Scene, { sa, made }: Successor): Answer {
  const { births, R, X } = scene;
  const ending = endingOf(scene);
  return yes(
    `${R} had made ${sa.spi} in the place of ${X}`,
    scene.cite(births[0]?.ref, made.ref, ending?.event.ref),
    ending === undefined ? 'suggested' : gradeOfSuccessor(scene),
    births.length === 0 ? WANTS : [],
  );
}

function withoutSuccessor(scene: Scene): Answer {
  const { births, logs, receiver: side, R, S, X } = scene;
  if (births.length === 0) return unknown(`when ${X} was made is not on record`, WANTS);
  const other = firstCandidate(scene, endingOf(scene)?.event ?? logs[0]);
  if (other === undefined) return silent(scene, { side, heard: 'ipsec', since: births[0], what: `no successor of ${X}`, wants: WANTS });
  const said = `${R} made ${other.sa.spi} meanwhile; whether with ${S} or another peer is not on record`;
  return unknown(said, [debug('S', 'ipsec', 'before the end')], scene.cite(other.made.ref));
}

/** Two rekeys that cross make two SAs within a moment. */
const AT_ONCE_MS = 3000;

function isAtOnce(scene: Scene, { made }: Successor): boolean {
  const gap = apart(scene.births[0], made);
  return gap !== undefined && gap.mostMs <= AT_ONCE_MS;
}
