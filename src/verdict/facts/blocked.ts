/** Blocked: whether IKE alone was dropped on the path, both ways or from S to R, while ESP passed. */

import type { DpdEvent } from '../../ipsec/event.ts';
import { bySide, other, SIDES, type Side } from '../../ipsec/side.ts';
import type { PairedMessage, TimedEvent, Timeline } from '../../timeline/model.ts';
import { apart, COARSEST_MS, isBefore } from '../apart.ts';
import { anyOf } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, unknown, yes } from '../fact.ts';
import { isProvenWhole, listened } from '../listening.ts';
import { BLOCKED_MS, blockedFromSender, EXCHANGES_MIN, isOfIkeSa, LOST_MIN } from '../one-way.ts';
import { firstBehind, lastWithin, placeBefore } from '../places.ts';
import type { Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { messagesFrom, once, oncePerSide, timetableOf } from '../views.ts';
import { espAround, firstInVain } from './around.ts';
import { deathOf } from './dead-peer.ts';

export const ikeBlocked: Fact = {
  id: 'ike-blocked',
  link: 'told',
  question: 'Was IKE dropped both ways, or from S to R, over a time in which ESP of S reached R?',
  ask: (scene) => {
    const { R, S, logs, timeline } = scene;
    const wants = [debug('R', 'ike', 'over the end'), debug('S', 'ike', 'over the end')];
    const { lost, delivered, isMuch, first, last, between } = fates(timeline);
    const span = apart(first, last) ?? commonGap(first, last);
    const isBoth = SIDES.every((side) => isMuch[side]);
    const until = vainUntil(scene);
    const passes =
      first === undefined
        ? []
        : logs.filter(
            (event) => isBefore(first, event) === 'yes' && (until === undefined || (apart(event, until)?.mostMs ?? -1) >= -BLOCKED_MS),
          );
    if (isBoth && lost.length >= LOST_MIN && !between && passes.length > 0 && span !== undefined && span.leastMs >= BLOCKED_MS)
      return yes(
        `no IKE message passed between ${R} and ${S} either way, while ESP did`,
        scene.cite(...lost.slice(0, 4).map(({ sent }) => sent), ...passes.slice(0, 2).map(({ ref }) => ref)),
        'suggested',
        wants,
      );
    // What a death of S adds is asked below: whom R took for dead is told of by that first.
    const mute = deathOf(scene) === undefined ? blockedFromSender(scene) : undefined;
    if (mute !== undefined)
      return yes(
        `no IKE message of ${S} reached ${R}, while its ESP did`,
        scene.cite(...mute.lost.slice(0, 4).map(({ sent }) => sent), ...mute.passes.slice(0, 2).map(({ ref }) => ref)),
        'suggested',
        wants,
      );
    const since = lastSince(scene, 0);
    if (since !== undefined) return no(`an IKE message passed between ${R} and ${S}`, scene.cite(since.sent, since.received));
    const answered = SIDES.map((side) => answeredMeanwhile(scene, side)).find((event) => event !== undefined);
    if (answered !== undefined) return no(`a probe was answered between ${R} and ${S}`, scene.cite(answered.ref));
    const asked = askedInVain(scene);
    if (asked !== undefined)
      return yes(
        `${R} asked ${S} in vain until it took it for dead, heard none of its IKE, and had its ESP all the time`,
        scene.cite(asked.ref, deathOf(scene)?.ref, ...logs.slice(0, 1).map(({ ref }) => ref)),
        'hinted',
        wants,
      );
    const oneWay = oneWayAlone(scene);
    if (oneWay !== undefined) return oneWay;
    // What passed before the end says nothing of a filter that was set in between.
    const passed = lastSince(scene, BLOCKED_MS);
    if (passed !== undefined)
      return no(`an IKE message passed between ${R} and ${S} before that`, scene.cite(passed.sent, passed.received), 'suggested', wants);
    if (between) return no('IKE messages did pass in that time', scene.cite(...delivered.slice(-1).map(({ sent }) => sent)), 'suggested');
    const alone = unansweredAlone(scene);
    if (alone !== undefined)
      return yes(
        `${R} had no answer to any IKE message behind the end of ${scene.X} and heard none of ${S}, whose ESP came all the time`,
        scene.cite(...alone.slice(0, 4).map(({ ref }) => ref), ...logs.slice(-1).map(({ ref }) => ref)),
        'hinted',
        wants,
      );
    if (lost.length === 0 && delivered.length > 0) return no('no IKE message was lost', [], 'suggested');
    return unknown('which IKE messages passed is not on record', wants);
  },
};

/** The first of what R asked in vain until it took S for dead, while ESP of S came: of IKE alone nothing passed, or S did not answer. Whose record shows that S answered nothing was not blocked. */
function askedInVain(scene: Scene): TimedEvent | undefined {
  const dead = deathOf(scene);
  const asked = firstInVain(scene);
  const esp = answerOf(espAround, scene);
  if (dead === undefined || asked === undefined || asked === dead || esp.is !== 'yes' || esp.grade === 'hinted') return undefined;
  return isHeardUnanswered(scene, asked, dead) ? undefined : asked;
}

/** R's questions arrived, and S sent nothing: it was S that did not answer. */
function isHeardUnanswered({ timeline, sender }: Scene, asked: TimedEvent, dead: TimedEvent): boolean {
  const { came, went } = wireOf(timeline, sender);
  return hasMeanwhile(came, asked, dead) && !hasMeanwhile(went, asked, dead);
}

/** What reached the side of the other's messages, and what left it, in the order of its record. */
const wireOf = oncePerSide((timeline, side) => {
  const eventsAt = (refs: readonly (number | null)[]): TimedEvent[] =>
    refs.flatMap((ref) => timeline.events[ref ?? -1] ?? []).sort((one, two) => one.ref - two.ref);
  const delivered = messagesFrom(timeline, other(side)).filter(({ fate }) => fate === 'delivered');
  return {
    came: eventsAt(delivered.map(({ received }) => received)),
    went: eventsAt(messagesFrom(timeline, side).map(({ sent }) => sent)),
  };
});

/** One that is before the death, and not surely before the first question. */
function hasMeanwhile(events: readonly TimedEvent[], asked: TimedEvent, dead: TimedEvent): boolean {
  for (let place = placeBefore(events, dead) - 1; place >= 0; place -= 1) {
    const event = events[place];
    if (event === undefined || isBefore(event, dead) !== 'yes') continue;
    if (isBefore(event, asked) !== 'yes') return true;
    // A clock may have run back a little between the lines of one record.
    if ((apart(event, asked)?.leastMs ?? 0) > STEP_MS) return false;
  }
  return false;
}

/** So far back nothing in the order of a record is later. [L] */
const STEP_MS = 60_000;

/** Where R alone is on record: what it sent behind the end of X, of more than one exchange and all in vain, when nothing of S's IKE came and its ESP did. */
function unansweredAlone(scene: Scene): TimedEvent[] | undefined {
  const { timeline, receiver, sender, logs } = scene;
  const [end, last] = [endingOf(scene)?.event, logs.at(-1)];
  if (end === undefined || last === undefined || timeline.recordings[sender].lines > 0) return undefined;
  const behind = anyOf(scene, receiver, 'message').filter((event) => isBefore(end, event) === 'yes' && isBefore(event, last) === 'yes');
  // In IKEv1 nothing need be answered. [C RFC 2408, RFC 7296 2.1]
  const asked = behind.filter(({ direction, version, message }) => direction === 'sent' && version === 2 && message === 'request');
  const ids = new Set(asked.map(({ exchange, messageId, ikeSpis }) => `${exchange} ${messageId} ${ikeSpis?.initiator}`));
  const span = apart(asked[0], asked.at(-1));
  const isVain = behind.length === asked.length && ids.size >= EXCHANGES_MIN && span !== undefined && span.leastMs >= BLOCKED_MS;
  return isVain ? asked : undefined;
}

/** What was lost and what was delivered, of all messages. */
const fates = once((timeline) => {
  const lost = timeline.messages.filter(({ fate }) => fate === 'lost');
  const delivered = timeline.messages.filter(({ fate }) => fate === 'delivered');
  const isMuch = (side: Side) =>
    isMuchLost(
      timeline,
      lost.filter(({ from }) => from === side),
    );
  const [first, last] = [lost[0], lost.at(-1)].map((message) => timeline.events[message?.sent ?? -1]);
  const between = delivered.some((message) => isInside(timeline, message, first, last));
  return { lost, delivered, isMuch: bySide(isMuch), first, last, between };
});

/** The last that was lost; or that R took S for dead behind it, when nothing had come until then. */
function vainUntil(scene: Scene): TimedEvent | undefined {
  const { delivered, last } = fates(scene.timeline);
  const dead = deathOf(scene);
  if (last === undefined || dead === undefined || isBefore(last, dead) !== 'yes') return last;
  return delivered.some((message) => isInside(scene.timeline, message, last, dead)) ? last : dead;
}

/** More than one exchange; or copies of one of their IKE SA, for a while, of which the other end, which was recording, had none. [C RFC 7296 2.1] */
function isMuchLost({ events }: Timeline, lost: readonly PairedMessage[]): boolean {
  const copies = lost.flatMap(({ sent }) => events[sent ?? -1] ?? []).filter(isOfIkeSa);
  const isLong = copies.length >= LOST_MIN && (apart(copies[0], copies.at(-1))?.leastMs ?? 0) >= BLOCKED_MS;
  return isLong || new Set(lost.map(({ key }) => key)).size >= EXCHANGES_MIN;
}

/** Between the end and the last message. */
const isAnswered = ({ change }: DpdEvent) => change === 'ack-received';

function answeredMeanwhile(scene: Scene, side: Side): TimedEvent | undefined {
  const [end, last] = [endingOf(scene)?.event, scene.logs.at(-1)];
  const answered = firstBehind(anyOf(scene, side, 'dpd', isAnswered), end);
  return answered !== undefined && last !== undefined && isBefore(answered, last) === 'yes' ? answered : undefined;
}

/** Both records go on for so long behind the end, so that what was tried again would be in them. */
const GOES_ON_ALONE_MS = 60_000;

/** S sent nothing in vain behind the end of X: whatever became of R's DELETE, IKE was not dropped both ways. */
function oneWayAlone(scene: Scene): Answer | undefined {
  const { S, sender, logs, timeline } = scene;
  const end = endingOf(scene)?.event;
  // From the last one on: most records go on behind the end.
  if (end === undefined) return undefined;
  const asked = messagesFrom(timeline, sender).findLast(({ sent }) => {
    const event = scene.event(sent);
    return event !== undefined && isBefore(event, end) !== 'yes';
  });
  if (asked !== undefined) return undefined;
  const stretches = SIDES.map((side) => ({
    side,
    fromMs: instantOn(scene, side, end) ?? Number.NaN,
    toMs: Math.max(instantOn(scene, side, logs.at(-1)) ?? Number.NaN, (instantOn(scene, side, end) ?? Number.NaN) + GOES_ON_ALONE_MS),
  }));
  if (!stretches.every((each) => each.toMs > each.fromMs && listened(timeline, 'ike', each) === 'yes')) return undefined;
  const isWhole = stretches.every((each) => isProvenWhole(timeline, each));
  return no(`${S} sent no IKE message in vain behind the end of ${scene.X}`, scene.cite(end.ref), isWhole ? 'shown' : 'suggested');
}

/** Delivered messages by the time at which they left, on the clock of the end that sent them. */
const departures = oncePerSide((timeline, side) =>
  timetableOf(
    fates(timeline).delivered.filter(({ from, sent }) => from === side && timeline.events[sent ?? -1] !== undefined),
    ({ sent }) => timeline.events[sent ?? -1] as TimedEvent,
  ),
);

/** The last delivered message from so long before the end of X until the last unknown SPI. */
function lastSince(scene: Scene, beforeMs: number): PairedMessage | undefined {
  const [end, last] = [endingOf(scene)?.event, scene.logs.at(-1)];
  const found = SIDES.map((side) => {
    const [fromMs, toMs] = [instantOn(scene, side, end), instantOn(scene, side, last)];
    if (end === undefined || last === undefined || fromMs === undefined || toMs === undefined) return undefined;
    const boundMs = COARSEST_MS + (scene.timeline.clock.uncertaintyMs ?? 0) + Math.max(end.uncertaintyMs, last.uncertaintyMs);
    const span = { fromMs: fromMs - beforeMs - boundMs, toMs: toMs + boundMs };
    return lastWithin(departures(scene.timeline, side), span, (message) => isSince(scene, message, beforeMs));
  });
  return found.find((message) => message !== undefined);
}

/** From so long before the end of X until the last message. */
function isSince(scene: Scene, { sent }: PairedMessage, beforeMs: number): boolean {
  const event = scene.event(sent);
  const gap = apart(endingOf(scene)?.event, event);
  const last = scene.logs.at(-1);
  return event !== undefined && gap !== undefined && gap.leastMs >= -beforeMs && last !== undefined && isBefore(event, last) === 'yes';
}

function commonGap(one: TimedEvent | undefined, two: TimedEvent | undefined): { leastMs: number } | undefined {
  if (one?.commonAt == null || two?.commonAt == null) return undefined;
  return { leastMs: two.commonAt - one.commonAt - one.uncertaintyMs - two.uncertaintyMs };
}

function isInside(
  { events }: Timeline,
  { sent, received }: PairedMessage,
  first: TimedEvent | undefined,
  last: TimedEvent | undefined,
): boolean {
  const event = events[received ?? sent ?? -1];
  return (
    event !== undefined && first !== undefined && last !== undefined && isBefore(first, event) === 'yes' && isBefore(event, last) === 'yes'
  );
}
