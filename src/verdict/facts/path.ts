/** The path: whether a line was down, and whether it goes on. */

import { wholeInterfaceName } from '../../ios/interface-name.ts';
import { SIDES, type Side } from '../../ipsec/side.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { arrivalsOf, arrivalsOfOthers } from '../arrivals.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, type Fact, type Grade, log, no, unknown, yes } from '../fact.ts';
import { isProvenWhole, listened } from '../listening.ts';
import { isLongEnough, isProvenQuiet } from '../quiet.ts';
import type { Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { eventsOfKind, oncePerSide } from '../views.ts';
import { SILENT_MS, vainMs } from './around.ts';
import { countedOn, droppedOn } from './between.ts';
import { deathOf } from './dead-peer.ts';

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
    const fallen = SIDES.flatMap((side) => outageOf(scene, side, dead)).map((each) => ({ ...each, grade: gradeOf(scene, each, dead) }));
    const found = GRADES.flatMap((grade) => fallen.filter((each) => each.grade === grade)).at(0);
    if (found !== undefined)
      return yes(
        `${scene.timeline.tunnel[found.event.side].name} had a line down when ${scene.R} took ${scene.S} for dead`,
        scene.cite(found.event.ref, dead.ref),
        found.grade,
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

interface Fallen {
  event: TimedEvent;
  name: string;
}

const GRADES: readonly Grade[] = ['shown', 'suggested', 'hinted'];

/** A router has lines of nobody's concern: only the fall of one that is known to carry the tunnel shows anything, when no probe had failed before it. [L] */
function gradeOf(scene: Scene, fallen: Fallen, dead: TimedEvent): Grade {
  const carries = carriesTunnel(scene, fallen);
  if (carries === 'no') return 'hinted';
  const [vain, down] = [vainMs(scene) ?? 0, apart(fallen.event, dead)];
  const isCovered = vain > 0 && down !== undefined && down.mostMs >= vain - CARRIER_MS;
  return carries === 'yes' && isCovered ? 'shown' : 'suggested';
}

/** What has neither a port of its own nor lies in one alone: `Dialer1` and `Port-channel2` ride on ports that they do not name. */
const PORT = /^(?:\w*Ethernet|\w*GigE|Serial|ATM|POS|Cellular)\d/;
export const OVERLAY = /^(?:Tunnel|Virtual|Loopback|Null|NVI)/i;

/** By the interfaces on which ESP of the peer came in, and that of the crypto map's session. */
function carriesTunnel({ timeline, receiver, logs }: Scene, { event, name }: Fallen): 'yes' | 'no' | 'unknown' {
  const { side } = event;
  const inputs = side === receiver ? logs.flatMap((log) => (log.kind === 'invalid-spi' ? (log.interface ?? []) : [])) : [];
  const sessions = (timeline.states[side].sessions ?? []).flatMap(({ value }) => value.interface ?? []);
  const known = [...inputs, ...sessions].map(wholeInterfaceName).filter((each) => !OVERLAY.test(each));
  // With the port go its parts: `GigabitEthernet0/0.100`.
  const isOf = (each: string) => each === name || each.startsWith(`${name}.`);
  if (known.length > 0 && known.every(isOf)) return 'yes';
  return known.length > 0 && known.every((each) => PORT.test(each) && !isOf(each)) ? 'no' : 'unknown';
}

const linesOf = oncePerSide((timeline, side) =>
  eventsOfKind(timeline, side, 'syslog').flatMap((event) => {
    const match = LINE.exec(`${event.facility}-${event.mnemonic}: ${event.message}`);
    const name = wholeInterfaceName(match?.[1] ?? '');
    return match === null || VIRTUAL.test(name) ? [] : [{ event, name, isUp: match[2] === 'up' }];
  }),
);

/** True when a line that is known to carry the tunnel fell, whether or not it fell in time to answer for the probes. */
export function fellItself(scene: Scene): boolean {
  const dead = deathOf(scene);
  const fallen = dead === undefined ? [] : SIDES.flatMap((side) => outageOf(scene, side, dead));
  return fallen.some((each) => carriesTunnel(scene, each) === 'yes');
}

/** A line that went down before the death and did not come up again before the probes failed. */
function outageOf(scene: Scene, side: Side, dead: TimedEvent): Fallen[] {
  const lines = linesOf(scene.timeline, side);
  return lines.filter(({ event, isUp, name }) => {
    const gap = isUp ? undefined : apart(event, dead);
    if (gap === undefined || gap.mostMs < 0 || gap.leastMs > OUTAGE_MS) return false;
    const up = lines.find((other) => other.isUp && other.name === name && isBefore(event, other.event) === 'yes');
    if (isPassed(scene, event, up?.event)) return false;
    const lasted = apart(up?.event, dead);
    return up === undefined || (lasted !== undefined && lasted.leastMs <= CARRIER_MS);
  });
}

/** ESP of S came to R while the line was down: the way was another. What was on its way when it fell had come by then. */
function isPassed({ logs }: Scene, fell: TimedEvent, up: TimedEvent | undefined): boolean {
  return logs.some(
    (event) =>
      (apart(fell, event)?.leastMs ?? 0) > GOES_ON_MS && (up === undefined ? event.side === fell.side : isBefore(event, up) === 'yes'),
  );
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
    if (incident.persistence === 'transient') return no(incident.persistenceReason, evidence, gradeOfQuiet(scene));
    const counted = byCounting(scene);
    return counted ?? unknown(incident.persistenceReason, [log('R', 'after the message')], evidence);
  },
};

/** What only S's IKE says to be over its data plane may go on with: IOS logs one a minute, and a record that ends sooner shows nothing of that. [C seed.md 4; L ike.md 8.5] */
function gradeOfQuiet(scene: Scene): Grade {
  if (isProvenQuiet(scene)) return 'shown';
  return isLongEnough(scene) ? 'suggested' : 'hinted';
}
