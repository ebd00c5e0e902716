/** The path: whether a line was down, and whether it goes on. */

import { SIDES, type Side } from '../../ipsec/side.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { arrivalsOf, arrivalsOfOthers } from '../arrivals.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, type Fact, log, no, unknown, yes } from '../fact.ts';
import { isProvenWhole, listened } from '../listening.ts';
import { isProvenQuiet } from '../quiet.ts';
import type { Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { eventsOfKind, oncePerSide } from '../views.ts';
import { SILENT_MS } from './around.ts';
import { countedOn, droppedOn } from './between.ts';
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

/** What a log that ends early does not say: packets behind the message, counters that rose or stood. */
function byCounting(scene: Scene): Answer | undefined {
  const { R, S, X, logs, receiver } = scene;
  const firstMs = instantOn(scene, receiver, logs[0]);
  const last = arrivalsOf(scene)?.later.at(-1);
  if (firstMs !== undefined && last !== undefined && last.atMs - firstMs > GOES_ON_MS)
    return yes(`ESP with ${X} still came to ${R} ${Math.round((last.atMs - firstMs) / 1000)} s after the message`, [last.line]);
  if (last !== undefined && arrivalsOfOthers(scene, last.atMs) >= GONE_OVER_PACKETS)
    return no(`behind the last packet with ${X} ${S} sends with another SA`, [last.line], 'suggested');
  const [sent, dropped] = [answerOf(countedOn, scene), answerOf(droppedOn, scene)];
  if (sent.is === 'yes') return sent;
  if (dropped.is === 'yes') return dropped;
  if (sent.is === 'no' && dropped.is === 'no')
    return no(`${S} sent no more with ${X}: ${dropped.said}`, [...sent.evidence, ...dropped.evidence], 'suggested');
  return undefined;
}

/** What was on its way has long arrived. [L] */
const GOES_ON_MS = 5000;
/** One packet of another SA may have overtaken; a row of them did not. [L] */
const GONE_OVER_PACKETS = 3;

export const goesOn: Fact = {
  id: 'goes-on',
  link: 'heals',
  question: 'Did S go on sending with X?',
  ask: (scene) => {
    const { R, X, incident } = scene;
    const evidence = scene.cite(...incident.refs);
    if (incident.persistence === 'black-hole') return yes(`${R} logged ${X} again: ${incident.persistenceReason}`, evidence);
    if (incident.persistence === 'transient') return no(incident.persistenceReason, evidence, isProvenQuiet(scene) ? 'shown' : 'suggested');
    const counted = byCounting(scene);
    return counted ?? unknown(incident.persistenceReason, [log('R', 'after the message')], evidence);
  },
};
