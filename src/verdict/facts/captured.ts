/** Captured: what the packets themselves show of X: whether its DELETE arrived, and whether ESP with X came on behind its end. */
import { arrivalsOf } from '../arrivals.ts';
import { departuresBefore, endingOf } from '../ending.ts';
import { capture, type Fact, no, unknown, yes } from '../fact.ts';
import { citePacket, deletePackets, hasCapture } from '../wire.ts';

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

/** A capture that goes on for so long without X shows that it came no more. */
const QUIET_MS = 60_000;

export const espOnWire: Fact = {
  id: 'esp-on-wire',
  link: 'sends',
  question: 'Did ESP with X come to R behind the end of X, packet by packet?',
  ask: (scene) => {
    const { R, X, receiver } = scene;
    const wants = [capture('R', 'over the end')];
    const seen = arrivalsOf(scene);
    if (seen === undefined && !hasCapture(scene, receiver)) return unknown(`the packets at ${R} were not captured`, wants);
    if (seen === undefined) return unknown(`nothing ties the capture of ${R} to the end of ${X}`, wants);
    const end = scene.cite(endingOf(scene)?.event.ref);
    const [first, last] = [seen.later[0], seen.later.at(-1)];
    if (first !== undefined && last !== undefined)
      return yes(
        `${seen.later.length} packets with ${X} came to ${R} behind its end, the last ${((last.atMs - seen.endMs) / 1000).toFixed(1)} s later`,
        [...end, first.line, ...(last === first ? [] : [last.line])],
      );
    if (seen.coversFromMs <= seen.endMs && seen.coversToMs - seen.endMs >= QUIET_MS)
      return no(`${seen.by} shows no packet with ${X} behind its end`, end, 'suggested', wants);
    return unknown(`${seen.by} does not cover the time behind the end of ${X}`, wants);
  },
};
