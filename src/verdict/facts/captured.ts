/** Captured: what the packets themselves show of X: whether its DELETE arrived, and whether ESP with X came on behind its end. */
import { departuresBefore, endingOf } from '../ending.ts';
import { type Answer, capture, type Fact, no, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { citePacket, deletePackets, espOf, hasCapture, onLog, sightingAt, tieOf } from '../wire.ts';

export const deleteOnWire: Fact = {
  id: 'delete-on-wire',
  link: 'told',
  question: 'Do the captures of both ends show the DELETE of X arrive at S?',
  ask: (scene) => {
    const { R, S, X, receiver, sender } = scene;
    const wants = [capture('R', 'over the end'), capture('S', 'over the end')];
    if (!hasCapture(scene, receiver) || !hasCapture(scene, sender)) return unknown('the packets of both ends were not captured', wants);
    if (departuresBefore(scene).length === 0) return unknown(`no message that carried a DELETE of ${X} is on record`, wants);
    const copies = deletePackets(scene);
    const arrived = copies.find(({ received }) => received !== null);
    if (arrived?.received != null)
      return yes(`the DELETE of ${X} came to ${S}, as the capture there shows`, [
        ...(arrived.sent === null ? [] : [citePacket(scene, receiver, arrived, arrived.sent)]),
        citePacket(scene, sender, arrived, arrived.received),
      ]);
    const left = copies.filter(({ fate, sent }) => fate === 'unseen' && sent !== null);
    if (left.length > 0 && left.length === copies.length)
      return no(
        `the DELETE of ${X} left ${R}, and the capture of ${S}, which covers the time, does not show it`,
        left.flatMap((packet) => (packet.sent === null ? [] : [citePacket(scene, receiver, packet, packet.sent)])),
        'suggested',
        wants,
      );
    return unknown(`the captures do not cover the DELETE of ${X}`, wants);
  },
};

/** ESP with X as R's capture shows it, by R's own log: how long behind the end, and how long the capture goes on. */
export interface OnTheWire {
  endMs: number;
  boundMs: number;
  /** In order, behind the end. */
  laterMs: number[];
  beforeMs: number[];
  coversFromMs: number;
  coversToMs: number;
  cite(atMs: number): Answer['evidence'];
}

export function wireOf(scene: Scene): OnTheWire | undefined {
  const { timeline, receiver } = scene;
  const end = endingOf(scene)?.event;
  const endMs = instantOn(scene, receiver, end);
  const [tie, coverage] = [tieOf(scene, receiver), timeline.packets?.coverage[receiver]];
  if (endMs === undefined || end === undefined || tie === undefined || coverage?.fromMs == null || coverage.toMs === null) return undefined;
  const boundMs = tie.boundMs + (end.side === receiver ? end.precisionMs : end.uncertaintyMs);
  const seen = espOf(scene).flatMap((packet) => {
    const sighting = sightingAt(packet, receiver);
    return sighting === null ? [] : [{ packet, sighting, atMs: onLog(sighting, tie) }];
  });
  const times = seen.map(({ atMs }) => atMs).sort((one, two) => one - two);
  return {
    endMs,
    boundMs,
    laterMs: times.filter((atMs) => atMs - endMs > boundMs),
    beforeMs: times.filter((atMs) => atMs <= endMs),
    coversFromMs: coverage.fromMs + tie.offsetMs,
    coversToMs: coverage.toMs + tie.offsetMs,
    cite: (atMs) => seen.filter((each) => each.atMs === atMs).map(({ packet, sighting }) => citePacket(scene, receiver, packet, sighting)),
  };
}

/** A capture that goes on for so long without X shows that it came no more. */
const QUIET_MS = 60_000;

export const espOnWire: Fact = {
  id: 'esp-on-wire',
  link: 'sends',
  question: "Does R's capture show ESP with X behind the end of X?",
  ask: (scene) => {
    const { R, X, receiver } = scene;
    const wants = [capture('R', 'over the end')];
    if (!hasCapture(scene, receiver)) return unknown(`the packets at ${R} were not captured`, wants);
    const wire = wireOf(scene);
    if (wire === undefined) return unknown(`nothing ties the capture of ${R} to the end of ${X}`, wants);
    const end = scene.cite(endingOf(scene)?.event.ref);
    const [first, last] = [wire.laterMs[0], wire.laterMs.at(-1)];
    if (first !== undefined && last !== undefined)
      return yes(
        `${wire.laterMs.length} packets with ${X} came to ${R} behind its end, the last ${((last - wire.endMs) / 1000).toFixed(1)} s later`,
        [...end, ...wire.cite(first), ...(last === first ? [] : wire.cite(last))],
      );
    if (wire.coversFromMs <= wire.endMs && wire.coversToMs - wire.endMs >= QUIET_MS)
      return no(`the capture of ${R} shows no packet with ${X} behind its end`, end, 'suggested', wants);
    return unknown(`the capture of ${R} does not cover the time behind the end of ${X}`, wants);
  },
};
