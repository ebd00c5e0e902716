/** Arrivals are the packets with X that came to R, by R's capture, or by R's own log where that names each of them. */

import type { Citation } from '../ipsec/citation.ts';
import { grouped } from '../timeline/grouped.ts';
import { endingOf } from './ending.ts';
import { oncePerScene, type Scene } from './scene.ts';
import { instantOn } from './silence.ts';
import { eventsOfKind, oncePerSide, saOf } from './views.ts';
import { citePacket, espOf, onLog, sightingAt, tieOf } from './wire.ts';

export interface Arrival {
  /** On the clock of R's log. */
  atMs: number;
  /** Its number within the SA. */
  sequence: number;
  line: Citation;
}

export interface Arrivals {
  /** What shows them: `the capture of hq`, `the log of hq`. */
  by: string;
  endMs: number;
  boundMs: number;
  /** In order: until the end of X, and behind it. */
  before: Arrival[];
  later: Arrival[];
  coversFromMs: number;
  coversToMs: number;
}

/** Undefined without an end of X, or where no record names each packet. */
export const arrivalsOf = oncePerScene((scene): Arrivals | undefined => {
  const { receiver } = scene;
  const end = endingOf(scene)?.event;
  const endMs = instantOn(scene, receiver, end);
  if (end === undefined || endMs === undefined) return undefined;
  const seen = captured(scene) ?? logged(scene);
  if (seen === undefined) return undefined;
  const { boundMs, arrivals, ...rest } = seen;
  const bound = boundMs + (end.side === receiver ? end.precisionMs : end.uncertaintyMs);
  const inOrder = arrivals.sort((one, two) => one.atMs - two.atMs);
  return {
    ...rest,
    endMs,
    boundMs: bound,
    before: inOrder.filter(({ atMs }) => atMs <= endMs),
    later: inOrder.filter(({ atMs }) => atMs - endMs > bound),
  };
});

type Seen = Pick<Arrivals, 'by' | 'boundMs' | 'coversFromMs' | 'coversToMs'> & { arrivals: Arrival[] };

function captured(scene: Scene): Seen | undefined {
  const { timeline, receiver, R } = scene;
  const [tie, coverage] = [tieOf(scene, receiver), timeline.packets?.coverage[receiver]];
  if (tie === undefined || coverage?.fromMs == null || coverage.toMs === null) return undefined;
  const arrivals = espOf(scene).flatMap((packet) => {
    const sighting = sightingAt(packet, receiver);
    if (sighting === null) return [];
    return [{ atMs: onLog(sighting, tie), sequence: packet.sequence, line: citePacket(scene, receiver, packet, sighting) }];
  });
  const [coversFromMs, coversToMs] = [coverage.fromMs + tie.offsetMs, coverage.toMs + tie.offsetMs];
  return { by: `the capture of ${R}`, boundMs: tie.boundMs, coversFromMs, coversToMs, arrivals };
}

function logged(scene: Scene): Seen | undefined {
  const { timeline, receiver, incident, R } = scene;
  const { fromAt, toAt } = timeline.recordings[receiver];
  const own = espBySpi(timeline, receiver).get(incident.spi);
  if (own === undefined || fromAt === null || toAt === null) return undefined;
  const arrivals = own.flatMap((event) =>
    event.at === null ? [] : scene.cite(event.ref).map((line) => ({ atMs: event.at ?? 0, sequence: event.espSequence, line })),
  );
  return { by: `the log of ${R}`, boundMs: 0, coversFromMs: fromAt, coversToMs: toAt, arrivals };
}

const espBySpi = oncePerSide((timeline, side) => grouped(eventsOfKind(timeline, side, 'esp'), ({ spi }) => [spi]));

/** What R's log shows of other SAs with S behind the last packet with X; of an SPI that is no SA of R nobody knows who sent it. */
export function arrivalsOfOthers({ timeline, receiver, incident }: Scene, fromMs: number): number {
  const later = eventsOfKind(timeline, receiver, 'esp').filter(({ spi, at }) => spi !== incident.spi && (at ?? fromMs) > fromMs);
  return later.filter(({ spi }) => saOf(timeline, receiver, spi) !== undefined).length;
}

/** How many packets S sent between the two that R never saw, by their numbers. [C] RFC 4303 2.2 */
export function missingBetween(one: Arrival, two: Arrival): number {
  return Math.max(0, two.sequence - one.sequence - 1);
}
