/** Dead peers: that R found S dead, and deleted X with what it had with it. */
import type { DpdEvent, IkeSaEvent, MessageEvent } from '../../ipsec/event.ts';
import type { ChildSa, TimedEvent } from '../../timeline/model.ts';
import { AT_ONCE_MS, apart, isBefore, WITH_PEER_MS } from '../apart.ts';
import { anyOf, before, lastBefore } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, yes } from '../fact.ts';
import { heardSince } from '../heard-since.ts';
import { listened } from '../listening.ts';
import { isByIke } from '../lived.ts';
import { isLongSince } from '../long-since.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { countBefore, oncePerSide } from '../views.ts';
import { cleared, clearOf } from './clearing.ts';

/** `Death by retransmission P1`, `P1 errcounter exceeded (PEERS_ALIVE_TIMER)`, `Maximum number of retransmissions reached` [L] */
const DEAD = /retransm|PEERS_ALIVE|errcounter|peer not responding/i;

const isDeath = ({ change }: DpdEvent) => change === 'dead';
const isGivenUp = ({ change, reason }: IkeSaEvent) => (change === 'deleted' || change === 'failed') && DEAD.test(reason ?? '');

/** R's line that says S is dead, when it fits X. */
export function deathOf(scene: Scene): TimedEvent | undefined {
  const { receiver, sa } = scene;
  const dead =
    lastBefore(scene, anyOf(scene, receiver, 'dpd', isDeath)) ??
    lastBefore(scene, anyOf(scene, receiver, 'ike-sa', isGivenUp)) ??
    askedInVain(scene);
  if (dead === undefined || scene.isYoungerThan(dead) || isClearedSince(scene, dead)) return undefined;
  // What went out in vain was the DELETE for X itself.
  const told = (sa?.deleteSent ?? []).flatMap((ref) => scene.event(ref) ?? []).find((event) => isBefore(event, dead) === 'yes');
  return told === undefined ? dead : undefined;
}

/** X stood behind the death, and went when somebody cleared R's SAs: that took it. */
function isClearedSince(scene: Scene, dead: TimedEvent): boolean {
  const deleted = scene.event(scene.sa?.inbound.deleted);
  const gap = apart(dead, deleted);
  if (deleted === undefined || gap === undefined || gap.leastMs <= AT_ONCE_MS) return false;
  const { found } = clearOf(scene);
  if (found === undefined || answerOf(cleared, scene).is !== 'yes') return false;
  return isBefore(dead, found) === 'yes' && isBefore(found, deleted) !== 'no';
}

/** So many copies of one request, and then the end of what R had with S; where IPsec says that IKE made it delete, one will do. [C RFC 7296 2.4; L the number] */
const COPIES_MIN = 3;
const COPIES_BY_IKE_MIN = 1;

/** The last copy of what R asked again and again, heard nothing, and let X go: its line of the death may be missing. */
function askedInVain(scene: Scene): TimedEvent | undefined {
  const deleted = scene.event(scene.sa?.inbound.deleted);
  if (deleted === undefined) return undefined;
  const last = copiesBefore(scene, deleted, isByIke(deleted) ? COPIES_BY_IKE_MIN : COPIES_MIN).at(-1);
  const gap = apart(last, deleted);
  return gap !== undefined && gap.leastMs <= WITH_PEER_MS ? last : undefined;
}

/** The last messages of R before the event, where all are copies of one request; else none. */
function copiesBefore(scene: Scene, event: TimedEvent, count: number): readonly TimedEvent[] {
  const copies = lastOf(anyOf(scene, scene.receiver, 'message'), event, count);
  const id = copies[0]?.messageId;
  return copies.every((each) => each.isRetransmission === true && each.direction === 'sent' && id !== undefined && each.messageId === id)
    ? copies
    : [];
}

/** So many that stand right before the event, or none where there are fewer. */
function lastOf<Seen extends TimedEvent>(events: readonly Seen[], event: TimedEvent, count: number): readonly Seen[] {
  const place = countBefore(events, event.ref);
  return place < count ? [] : events.slice(place - count, place);
}

/** With a dead peer all of its SAs go; one that was made before the death and outlives X was not that peer's last: another of its IKE SAs had died. [L] ike.md 7, duplicate phase 1 */
function keptThrough(scene: Scene, dead: TimedEvent): ChildSa | undefined {
  const { timeline, receiver, sa } = scene;
  const [born, gone] = [scene.event(sa?.inbound.created), scene.event(sa?.inbound.deleted)];
  if (born === undefined || gone?.at == null || dead.at === null) return undefined;
  const stretch = { side: receiver, fromMs: Math.min(dead.at, gone.at), toMs: gone.at + AT_ONCE_MS };
  if (listened(timeline, 'log', stretch) !== 'yes') return undefined;
  const made = madeBy(timeline, receiver);
  const between = made.slice(countBefore(made, born.ref), countBefore(made, dead.ref)).sort((one, two) => one.place - two.place);
  return between.find(({ event, sa: { inbound } }) => {
    if (isBefore(born, event) !== 'yes' || isBefore(event, dead) !== 'yes') return false;
    const end = scene.event(inbound.deleted);
    const gap = apart(gone, end);
    return end === undefined || (gap !== undefined && gap.leastMs > WITH_PEER_MS);
  })?.sa;
}

/** The SAs with which a side receives, by where it made them, in the order of its record; `place`: among all. */
const madeBy = oncePerSide(({ childSas, events }, side) =>
  childSas
    .flatMap((sa, place) => {
      const event = sa.receiver === side ? events[sa.inbound.created ?? -1] : undefined;
      return event === undefined ? [] : [{ ref: event.ref, event, sa, place }];
    })
    .sort((one, two) => one.ref - two.ref),
);

const WANTS = [debug('R', 'ike', 'before the end')];

export const declaredDead: Fact = {
  id: 'declared-dead',
  link: 'forgot',
  question: 'Did R declare S dead, and delete X with it?',
  ask: (scene) => {
    const dead = deathOf(scene);
    return dead === undefined
      ? (leftInVain(scene) ?? noDeath(scene))
      : (atAnotherTime(scene, dead) ?? notOfItsIkeSa(scene, dead) ?? keptAnother(scene, dead) ?? wentWithPeer(scene, dead));
  },
};

/** Of what follows an unanswered request the record may have lost all: within this it ends with the death of the peer. [L: retries of 60 s, five of them] */
const IN_VAIN_MS = 300_000;

/** The record does not show how X ended; the last that R's IKE did before the message was to ask S again and again, and nothing came of S behind it. */
function leftInVain(scene: Scene): Answer | undefined {
  const { R, S, X, logs, receiver } = scene;
  const [first] = logs;
  if (first === undefined || endingOf(scene) !== undefined) return undefined;
  const asked = askedLast(scene, first);
  const [last, heard] = [asked.at(-1), anyOf(scene, receiver, 'message', isReceived)];
  const gap = apart(last, first);
  if (last === undefined || gap === undefined || gap.mostMs < 0 || gap.leastMs > IN_VAIN_MS) return undefined;
  if (countBefore(heard, last.ref) !== countBefore(heard, first.ref)) return undefined;
  const said = `${R} asked ${S} ${asked.length} times in vain before the message; whether it took ${S} for dead, and let ${X} go, is not on record`;
  return yes(said, scene.cite(...asked.map(({ ref }) => ref), first.ref), 'hinted', WANTS);
}

/** Copies of one request, or probes that were counted as missed, which are the last of their kind before the message. */
function askedLast(scene: Scene, first: TimedEvent): readonly TimedEvent[] {
  const copies = copiesBefore(scene, first, COPIES_MIN);
  if (copies.length > 0) return copies;
  const probes = lastOf(anyOf(scene, scene.receiver, 'dpd', isOutcome), first, COPIES_MIN);
  return probes.every(({ change }) => change === 'missed') ? probes : [];
}

/** What became of a probe, not that one left. */
const isOutcome = ({ change }: DpdEvent) => change !== 'probe-sent';
const isReceived = ({ direction }: MessageEvent) => direction === 'received';

function noDeath(scene: Scene): Answer {
  const end = endingOf(scene)?.event;
  const what = 'no peer declared dead that fits';
  return silent(scene, { side: scene.receiver, heard: 'ike', since: end ?? scene.births[0], until: end, what, wants: WANTS });
}

function atAnotherTime(scene: Scene, dead: TimedEvent): Answer | undefined {
  const deleted = scene.event(scene.sa?.inbound.deleted);
  const gap = apart(dead, deleted);
  if (gap === undefined || (gap.leastMs <= WITH_PEER_MS && gap.mostMs >= -WITH_PEER_MS)) return undefined;
  return no(`${scene.R} deleted ${scene.X} at another time than that of the death`, scene.cite(dead.ref, deleted?.ref));
}

function notOfItsIkeSa(scene: Scene, dead: TimedEvent): Answer | undefined {
  const { R, S, X } = scene;
  const gone = scene.event(scene.sa?.inbound.deleted);
  const heard = heardSince(scene, dead, gone);
  if (heard === undefined) return undefined;
  const said = `${R} heard ${S} behind that death, in an IKE SA that it had from before, and let ${X} go only then`;
  return no(said, scene.cite(dead.ref, heard.ref, gone?.ref));
}

function keptAnother(scene: Scene, dead: TimedEvent): Answer | undefined {
  const { R, S, X, sa } = scene;
  const kept = keptThrough(scene, dead);
  if (kept === undefined) return undefined;
  const said = `${R} kept ${kept.spi}, its younger SA with ${S}, through that death: ${X} went for another reason`;
  return no(said, scene.cite(dead.ref, sa?.inbound.deleted, kept.inbound.created), 'suggested', WANTS);
}

function wentWithPeer(scene: Scene, dead: TimedEvent): Answer {
  const { R, S, X, receiver, sa } = scene;
  const missed = before(scene, receiver, 'dpd', isInVain).slice(-3);
  const evidence = scene.cite(...missed.map(({ ref }) => ref), dead.ref, sa?.inbound.deleted);
  const said = `${R} declared ${S} dead and deleted ${X}`;
  const isTimed = apart(dead, scene.event(sa?.inbound.deleted)) !== undefined;
  if (isTimed) return yes(said, evidence, dead.kind === 'message' ? 'suggested' : 'shown', WANTS);
  // A session whose peer the record does not name may be anybody's.
  const isNamed = 'remote' in dead && dead.remote !== undefined;
  return yes(said, evidence, isNamed && !isLongSince(scene, dead) ? 'suggested' : 'hinted', [debug('R', 'ipsec', 'before the end')]);
}

const isInVain = ({ change }: DpdEvent) => change === 'probe-sent' || change === 'missed';
