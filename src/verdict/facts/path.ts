/** The path: whether a line was down, whether IKE alone was dropped, and whether it goes on. */

import { bySide, SIDES, type Side } from '../../ipsec/side.ts';
import type { PairedMessage, TimedEvent, Timeline } from '../../timeline/model.ts';
import { apart, COARSEST_MS, isBefore } from '../apart.ts';
import { anyOf, isQuietAfter } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, log, no, unknown, yes } from '../fact.ts';
import { isProvenWhole, listened } from '../listening.ts';
import { firstBehind, lastWithin } from '../places.ts';
import type { Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { eventsOfKind, messagesFrom, once, oncePerSide, timetableOf } from '../views.ts';
import { SILENT_MS } from './around.ts';
import { countedOn, droppedOn } from './between.ts';
import { wireOf } from './captured.ts';
import { deathOf } from './removal.ts';

/** `LINEPROTO-UPDOWN: Line protocol on Interface GigabitEthernet0/0, changed state to down`; a tunnel's own line follows its SAs. */
const LINE = /^(?:LINK|LINEPROTO)-(?:UPDOWN|CHANGED): .*Interface (\S+), changed state to (?:administratively )?(up|down)/;
const VIRTUAL = /^(?:Tunnel|Virtual|Loopback|Null|Port-channel\d+\.|NVI)/i;
/** Probes go out in vain for a while before the peer is declared dead. [L] */
const OUTAGE_MS = 300_000;
/** The first probe that failed may stand a little before the line's message: carrier delay. [L] */
const CARRIER_MS = 10_000;

export const lineDown: Fact = {
  id: 'line-down',
  link: 'forgot',
  question: 'Was a line of R or S down when R probed in vain?',
  ask: (scene) => {
    const wants = [log('R', 'over the end'), log('S', 'over the end')];
    const dead = deathOf(scene) ?? endingOf(scene)?.event;
    if (dead === undefined) return unknown('no peer declared dead is on record', wants);
    const found = SIDES.flatMap((side) => outageOf(scene, side, dead)).at(0);
    if (found !== undefined)
      return yes(
        `${scene.timeline.tunnel[found.side].name} had a line down when ${scene.R} took ${scene.S} for dead`,
        scene.cite(found.ref, dead.ref),
        isInput(scene, found) ? 'shown' : 'suggested',
      );
    const stretches = SIDES.flatMap((side) => {
      const at = instantOn(scene, side, dead);
      return at === undefined ? [] : [{ side, fromMs: at - SILENT_MS, toMs: at }];
    });
    const isHeard = stretches.length === SIDES.length && stretches.every((each) => listened(scene.timeline, 'log', each) === 'yes');
    const isWhole = stretches.every((each) => isProvenWhole(scene.timeline, each));
    return isHeard
      ? no('neither log shows a line that was down', [], isWhole ? 'shown' : 'suggested', wants)
      : unknown('one of the logs does not cover the time', wants);
  },
};

/** The interface on which the unknown SPI came in: that of the tunnel's packets. Another one may be a line of nobody's concern. */
function isInput({ logs, receiver }: Scene, event: TimedEvent): boolean {
  const [first] = logs;
  const name = first?.kind === 'invalid-spi' ? first.interface : undefined;
  return event.side === receiver && name !== undefined && event.kind === 'syslog' && event.message.includes(`${name},`);
}

const linesOf = oncePerSide((timeline, side) =>
  eventsOfKind(timeline, side, 'syslog').flatMap((event) => {
    const match = LINE.exec(`${event.facility}-${event.mnemonic}: ${event.message}`);
    return match === null || VIRTUAL.test(match[1] ?? '') ? [] : [{ event, name: match[1], isUp: match[2] === 'up' }];
  }),
);

/** A line that went down before the death and did not come up again before the probes failed. */
function outageOf(scene: Scene, side: Side, dead: TimedEvent): TimedEvent[] {
  const lines = linesOf(scene.timeline, side);
  return lines
    .filter(({ event, isUp, name }) => {
      const gap = isUp ? undefined : apart(event, dead);
      if (gap === undefined || gap.mostMs < 0 || gap.leastMs > OUTAGE_MS) return false;
      const up = lines.find((other) => other.isUp && other.name === name && isBefore(event, other.event) === 'yes');
      const lasted = apart(up?.event, dead);
      return up === undefined || (lasted !== undefined && lasted.leastMs <= CARRIER_MS);
    })
    .map(({ event }) => event);
}

/** One lost message blocks nothing. */
const LOST_MIN = 3;
/** One exchange that is sent again and again may itself be what the other end does not answer. */
const EXCHANGES_MIN = 2;
const BLOCKED_MS = 20_000;

export const ikeBlocked: Fact = {
  id: 'ike-blocked',
  link: 'told',
  question: 'Was IKE dropped both ways, over a time in which ESP of S reached R?',
  ask: (scene) => {
    const { R, S, logs, timeline } = scene;
    const wants = [debug('R', 'ike', 'over the end'), debug('S', 'ike', 'over the end')];
    const { lost, delivered, keys, first, last, between } = fates(timeline);
    const span = apart(first, last) ?? commonGap(first, last);
    const isBoth = SIDES.every((side) => keys[side] >= EXCHANGES_MIN);
    const passes =
      first === undefined
        ? []
        : logs.filter(
            (event) => isBefore(first, event) === 'yes' && (last === undefined || (apart(event, last)?.mostMs ?? -1) >= -BLOCKED_MS),
          );
    if (isBoth && lost.length >= LOST_MIN && !between && passes.length > 0 && span !== undefined && span.leastMs >= BLOCKED_MS)
      return yes(
        `no IKE message passed between ${R} and ${S} either way, while ESP did`,
        scene.cite(...lost.slice(0, 4).map(({ sent }) => sent), ...passes.slice(0, 2).map(({ ref }) => ref)),
        'suggested',
        wants,
      );
    const since = lastSince(scene, 0);
    if (since !== undefined) return no(`an IKE message passed between ${R} and ${S}`, scene.cite(since.sent, since.received));
    const answered = SIDES.map((side) => answeredMeanwhile(scene, side)).find((event) => event !== undefined);
    if (answered !== undefined) return no(`a probe was answered between ${R} and ${S}`, scene.cite(answered.ref));
    const oneWay = oneWayAlone(scene);
    if (oneWay !== undefined) return oneWay;
    // What passed before the end says nothing of a filter that was set in between.
    const passed = lastSince(scene, BLOCKED_MS);
    if (passed !== undefined)
      return no(`an IKE message passed between ${R} and ${S} before that`, scene.cite(passed.sent, passed.received), 'suggested', wants);
    if (between) return no('IKE messages did pass in that time', scene.cite(...delivered.slice(-1).map(({ sent }) => sent)), 'suggested');
    if (lost.length === 0 && delivered.length > 0) return no('no IKE message was lost', [], 'suggested');
    return unknown('which IKE messages passed is not on record', wants);
  },
};

/** What was lost and what was delivered, of all messages. */
const fates = once((timeline) => {
  const lost = timeline.messages.filter(({ fate }) => fate === 'lost');
  const delivered = timeline.messages.filter(({ fate }) => fate === 'delivered');
  const keysFrom = (from: Side) => new Set(lost.filter((message) => message.from === from).map(({ key }) => key)).size;
  const [first, last] = [lost[0], lost.at(-1)].map((message) => timeline.events[message?.sent ?? -1]);
  const between = delivered.some((message) => isInside(timeline, message, first, last));
  return { lost, delivered, keys: bySide(keysFrom), first, last, between };
});

/** Between the end and the last message. */
function answeredMeanwhile(scene: Scene, side: Side): TimedEvent | undefined {
  const [end, last] = [endingOf(scene)?.event, scene.logs.at(-1)];
  const answered = firstBehind(anyOf(scene, side, 'dpd'), end, ({ change }) => change === 'ack-received');
  return answered !== undefined && last !== undefined && isBefore(answered, last) === 'yes' ? answered : undefined;
}

/** Both records go on for so long behind the end, so that what was tried again would be in them. */
const GOES_ON_ALONE_MS = 60_000;

/** S sent nothing in vain behind the end of X: whatever became of R's DELETE, IKE was not dropped both ways. */
function oneWayAlone(scene: Scene): Answer | undefined {
  const { S, sender, logs, timeline } = scene;
  const end = endingOf(scene)?.event;
  // From the last one on: most records go on behind the end.
  const asked = messagesFrom(timeline, sender).findLast(({ sent }) => {
    const event = scene.event(sent);
    return event !== undefined && end !== undefined && isBefore(event, end) !== 'yes';
  });
  if (end === undefined || asked !== undefined) return undefined;
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

/** What a log that ends early does not say: packets behind the message, counters that rose or stood. */
function byCounting(scene: Scene): Answer | undefined {
  const { R, S, X, logs, receiver } = scene;
  const wire = wireOf(scene);
  const firstMs = instantOn(scene, receiver, logs[0]);
  const lastMs = wire?.laterMs.at(-1);
  if (wire !== undefined && firstMs !== undefined && lastMs !== undefined && lastMs - firstMs > GOES_ON_MS)
    return yes(`ESP with ${X} still came to ${R} ${Math.round((lastMs - firstMs) / 1000)} s after the message`, wire.cite(lastMs));
  const [sent, dropped] = [answerOf(countedOn, scene), answerOf(droppedOn, scene)];
  if (sent.is === 'yes') return sent;
  if (dropped.is === 'yes') return dropped;
  if (sent.is === 'no' && dropped.is === 'no')
    return no(`${S} sent no more with ${X}: ${dropped.said}`, [...sent.evidence, ...dropped.evidence], 'suggested');
  return undefined;
}

/** What was on its way has long arrived. [L] */
const GOES_ON_MS = 5000;

export const goesOn: Fact = {
  id: 'goes-on',
  link: 'heals',
  question: 'Did S go on sending with X?',
  ask: (scene) => {
    const { R, X, incident } = scene;
    const evidence = scene.cite(...incident.refs);
    if (incident.persistence === 'black-hole') return yes(`${R} logged ${X} again: ${incident.persistenceReason}`, evidence);
    if (incident.persistence === 'transient') return no(incident.persistenceReason, evidence, isQuietAfter(scene) ? 'shown' : 'suggested');
    const counted = byCounting(scene);
    return counted ?? unknown(incident.persistenceReason, [log('R', 'after the message')], evidence);
  },
};
