/** The wire is what captures of either end show of one incident: ESP with X, the message that carried its DELETE, and their times on that end's own log. */
import type { Citation } from '../ipsec/citation.ts';
import { other, type Side } from '../ipsec/side.ts';
import { grouped } from '../timeline/grouped.ts';
import type { TimedEvent, Timeline } from '../timeline/model.ts';
import type { PairedEsp, PairedIke, PairedPacket, Sighting } from '../timeline/paired-packet.ts';
import { departuresBefore } from './ending.ts';
import type { Scene } from './scene.ts';
import { eventsOf, once, oncePerSide } from './views.ts';

export function hasCapture({ timeline }: Scene, side: Side): boolean {
  return (timeline.packets?.coverage[side].files.length ?? 0) > 0;
}

/** A packet as evidence: its file, and its number there. */
export function citePacket({ timeline }: Scene, side: Side, packet: PairedPacket, { file, frame }: Sighting): Citation {
  const way = `from ${timeline.tunnel[packet.from].name} to ${timeline.tunnel[other(packet.from)].name}`;
  return { side, file, line: frame, text: `${packet.kind === 'esp' ? 'ESP' : 'IKE'} ${packet.key}, ${way}` };
}

/** Where one end saw it: leaving, or arriving. */
export function sightingAt(packet: PairedPacket, side: Side): Sighting | null {
  return packet.from === side ? packet.sent : packet.received;
}

/** ESP with X from S. */
export function espOf({ timeline, incident, sender }: Scene): PairedEsp[] {
  return (espBySpi(timeline).get(incident.spi) ?? []).filter(({ from }) => from === sender);
}

const pairsOf = ({ packets }: Timeline): readonly PairedPacket[] => packets?.pairs ?? [];
const espBySpi = once((timeline) =>
  grouped(
    pairsOf(timeline).filter((packet): packet is PairedEsp => packet.kind === 'esp'),
    ({ spi }) => [spi],
  ),
);
const ikePackets = once((timeline) => pairsOf(timeline).filter((packet): packet is PairedIke => packet.kind === 'ike'));

/** Every copy of the messages that carried the DELETE of X. */
export function deletePackets(scene: Scene): PairedIke[] {
  const sent = departuresBefore(scene).map((departure) => departure.sent);
  return ikePackets(scene.timeline).filter((packet) => packet.from === scene.receiver && sent.some((event) => isOf(event, packet)));
}

const INFORMATIONAL: ReadonlySet<number> = new Set([5, 37]);

/** IKEv1 draws its message ids at random; those of IKEv2 count within one IKE SA. [C RFC 2408, RFC 7296 2.2] */
function isOf(event: TimedEvent, packet: PairedIke): boolean {
  if (event.kind !== 'message' || event.messageId === undefined || event.messageId !== packet.messageId) return false;
  if (!INFORMATIONAL.has(packet.exchange)) return false;
  if (event.version === 1) return packet.exchange === 5;
  const initiator = event.ikeSpis?.initiator.toLowerCase();
  return initiator !== undefined && packet.key.startsWith(initiator) && packet.key.endsWith(event.message ?? 'request');
}

/** From a capture's clock to the log's of the same end, in ms, with its half-width. */
export interface Tie {
  offsetMs: number;
  boundMs: number;
}

/** A capture and a log of one router hardly differ by more; what does was taken elsewhere, or another message. [L] */
const SPREAD_MOST_MS = 1000;
const STAMP_MS = 2;

/** By messages that stand in both; undefined where none does. */
export function tieOf({ timeline }: Scene, side: Side): Tie | undefined {
  return ties(timeline, side);
}

const ties = oncePerSide((timeline, side): Tie | undefined => {
  const packets = ikePackets(timeline).filter((packet) => sightingAt(packet, side) !== null);
  const events = packets.length === 0 ? [] : eventsOf(timeline, side);
  const gaps = events.flatMap((event) => {
    if (event.kind !== 'message' || event.at === null || event.messageId === undefined || event.precisionMs > STAMP_MS) return [];
    const from = event.direction === 'sent' ? side : other(side);
    const [only, second] = packets.filter((packet) => packet.from === from && isOf(event, packet));
    // Of what was sent again, which line is of which packet is not known.
    const seen = only === undefined || second !== undefined ? null : sightingAt(only, side);
    return seen === null ? [] : [event.at - seen.atMs];
  });
  if (gaps.length === 0) return undefined;
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)];
  return most - least > SPREAD_MOST_MS ? undefined : { offsetMs: (least + most) / 2, boundMs: (most - least) / 2 + STAMP_MS };
});

/** When that end's log would have stamped it. */
export function onLog({ atMs }: Sighting, { offsetMs }: Tie): number {
  return atMs + offsetMs;
}
