/** The path: whether ESP still reached R around the end of X, whether a line was down, whether IKE alone was dropped, and whether it goes on. */

import { SIDES, type Side } from '../../ipsec/side.ts';
import type { PairedMessage, TimedEvent, Timeline } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { isQuietAfter } from '../clues.ts';
import { endingOf } from '../ending.ts';
import { debug, type Fact, log, no, unknown, yes } from '../fact.ts';
import { isProvenWhole, listened } from '../listening.ts';
import type { Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { countBefore, eventsOf, eventsOfKind, once, oncePerSide } from '../views.ts';
import { deathOf } from './removal.ts';

/** The first packet behind the end is logged at once: traffic that goes on is seen within this. [L] */
const AROUND_MS = 10_000;
/** Only what comes at once was on its way all the time: an outage that ends seconds after the peer was given up looks alike. [L] */
const AT_ONCE_MS = 1000;
/** That an outage ended by chance between the deletion and the packet: one in so many at most. */
const CHANCE = 10;
/** A packet that is missing in a row that S sends evenly. */
const PACES = 1.5;
/** Who is silent for so long does not send: then ESP was silent too. */
const SILENT_MS = 30_000;

export const espAround: Fact = {
  id: 'esp-around',
  link: 'sends',
  question: 'Did ESP of S still reach R around the end of X?',
  ask: (scene) => {
    const { R, S, X, logs, receiver, timeline } = scene;
    const wants = [debug('R', 'ipsec', 'before the end')];
    const end = endingOf(scene)?.event ?? deathOf(scene);
    const gap = apart(end, logs[0]);
    if (end === undefined || gap === undefined) return unknown(`when ${X} went is not on record`, wants);
    const evidence = scene.cite(end.ref, logs[0]?.ref);
    const arrived = `ESP of ${S} reached ${R} ${Math.max(0, Math.round(gap.mostMs / 1000))} s after the end of ${X}`;
    // Of a path that was out for so long few come back just now; of one that was out for seconds many do.
    const isSoon = gap.mostMs * CHANCE <= (vainMs(scene) ?? 0);
    if (gap.leastMs <= AROUND_MS && gap.leastMs > PACES * (paceOf(logs) ?? Number.POSITIVE_INFINITY))
      return unknown(`${arrived}, later than ${S} sends: it may not have passed before`, wants, evidence);
    if (gap.leastMs <= AROUND_MS)
      return yes(arrived, evidence, isSoon ? (gap.mostMs <= AT_ONCE_MS ? 'shown' : 'suggested') : 'hinted', wants);
    const toMs = instantOn(scene, receiver, logs[0]) ?? 0;
    const stretch = { side: receiver, fromMs: gap.leastMs >= 0 ? (instantOn(scene, receiver, end) ?? 0) : 0, toMs };
    const isHeard = listened(timeline, 'log', stretch) === 'yes';
    const said = `no ESP of ${S} came to ${R} for ${Math.round(gap.leastMs / 1000)} s after the end of ${X}`;
    if (gap.leastMs >= SILENT_MS && isHeard) return no(said, evidence, isProvenWhole(timeline, stretch) ? 'shown' : 'suggested');
    return unknown(said, [log('R', 'over the end')], evidence);
  },
};

/** For how long R had spoken in vain when it took S for dead. */
function vainMs(scene: Scene): number | undefined {
  const dead = deathOf(scene);
  if (dead === undefined) return undefined;
  const spoken = spokenBy(scene.timeline, scene.receiver);
  const count = countBefore(spoken, dead.ref + 1);
  let first = count;
  while (first > 0 && !isHeard(spoken[first - 1])) first -= 1;
  return first === count ? undefined : apart(spoken[first], dead)?.leastMs;
}

const spokenBy = oncePerSide((timeline, side) => eventsOf(timeline, side).filter(({ kind }) => kind === 'message' || kind === 'dpd'));

function isHeard(event: TimedEvent | undefined): boolean {
  return event?.kind === 'message' ? event.direction === 'received' : event?.kind === 'dpd' && HEARD.has(event.change);
}

const HEARD: ReadonlySet<string> = new Set(['ack-received', 'probe-received']);

/** The longest time between two packets of S, where R logs each of them: three in a row at least. IOS logs one a minute. [C seed.md 4] */
function paceOf(logs: readonly TimedEvent[]): number | undefined {
  const gaps = logs.slice(1).flatMap((event, index) => apart(logs[index], event)?.mostMs ?? []);
  return gaps.length < 2 ? undefined : Math.max(...gaps);
}

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
    const passed =
      delivered.findLast((message) => isSince(scene, message, 0)) ?? delivered.findLast((message) => isSince(scene, message, BLOCKED_MS));
    if (passed !== undefined)
      // What passed before the end says nothing of a filter that was set in between.
      return no(
        `an IKE message passed between ${R} and ${S}`,
        scene.cite(passed.sent, passed.received),
        isSince(scene, passed, 0) ? 'shown' : 'suggested',
        wants,
      );
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
  return { lost, delivered, keys: { a: keysFrom('a'), b: keysFrom('b') }, first, last, between };
});

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

export const goesOn: Fact = {
  id: 'goes-on',
  link: 'heals',
  question: 'Did S go on sending with X?',
  ask: (scene) => {
    const { R, X, incident } = scene;
    const evidence = scene.cite(...incident.refs);
    if (incident.persistence === 'black-hole') return yes(`${R} logged ${X} again: ${incident.persistenceReason}`, evidence);
    if (incident.persistence === 'transient') return no(incident.persistenceReason, evidence, isQuietAfter(scene) ? 'shown' : 'suggested');
    return unknown(incident.persistenceReason, [log('R', 'after the message')], evidence);
  },
};
