/** Pairing packets finds each where it left and where it arrived, by what no other has: of ESP its SPI and sequence, of IKE its SPIs and message. */
import type { BundleFile } from '../bundle/bundle.ts';
import { type Packet, RESPONSE_FLAG } from '../bundle/packets/packet.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import { type Addresses, isAddressIn } from './addresses.ts';
import { boundsOf, DELAY_MOST_MS, estimateFromBounds } from './clock.ts';
import type { ClockEstimate, PacketTable } from './model.ts';
import type { PacketCoverage, PairedPacket, Sighting } from './paired-packet.ts';

/** A router's capture stamps may be cut to the millisecond. [U] */
const PRECISION_MS = 1;

interface Seen extends Sighting {
  baseAt: number;
  precisionMs: number;
}

interface Group {
  key: string;
  from: Side;
  packet: Packet;
  sent: Seen[];
  received: Seen[];
}

/** Null when no end captured packets. */
export function pairPackets(sides: Record<Side, readonly BundleFile[]>, addresses: Addresses): PacketTable | null {
  if (!SIDES.some((side) => sides[side].some(({ packets }) => packets !== undefined))) return null;
  const groups = new Map<string, Group>();
  const [a, b] = SIDES.map((side) => gather(side, sides[side], addresses, groups)) as [PacketCoverage, PacketCoverage];
  const coverage = { a, b };
  const clock = estimateFromBounds(boundsOf([...groups.values()]), undefined, 'packets') ?? UNKNOWN;
  for (const seen of [...groups.values()].flatMap(({ from, sent, received }) => (from === 'a' ? received : sent)))
    seen.commonAtMs = clock.offsetMs === null ? null : seen.atMs - clock.offsetMs;
  const pairs = [...groups.values()].flatMap((group) => pairGroup(group, clock, coverage[other(group.from)]));
  return { clock, coverage, pairs: pairs.sort((one, two) => placeOf(one) - placeOf(two)) };
}

const UNKNOWN: ClockEstimate = { offsetMs: null, uncertaintyMs: null, method: 'no packet was seen at both ends', matches: 0 };

/** Puts the packets of one end into their groups, and says what its files cover. */
function gather(side: Side, files: readonly BundleFile[], addresses: Addresses, groups: Map<string, Group>): PacketCoverage {
  const coverage: PacketCoverage = { files: [], fromMs: null, toMs: null, packets: 0, foreign: 0, others: 0, fragments: 0, unread: 0 };
  for (const { name, packets: file } of files) {
    if (file === undefined) continue;
    coverage.files.push(name);
    coverage.others += file.others;
    coverage.fragments += file.fragments;
    coverage.unread += file.unread;
    file.packets.forEach((packet) => {
      const from = senderOf(packet, side, addresses);
      if (from === undefined) coverage.foreign += 1;
      else {
        const { atMs, frame } = packet;
        coverage.packets += 1;
        coverage.fromMs = Math.min(coverage.fromMs ?? atMs, atMs);
        coverage.toMs = Math.max(coverage.toMs ?? atMs, atMs);
        const seen = { file: name, frame, atMs, commonAtMs: side === 'a' ? atMs : null, baseAt: atMs, precisionMs: PRECISION_MS };
        groupOf(groups, packet, from)[from === side ? 'sent' : 'received'].push(seen);
      }
    });
  }
  return coverage;
}

/** Undefined when the addresses do not say, or say two things. */
function senderOf({ source, destination }: Packet, side: Side, addresses: Addresses): Side | undefined {
  const [own, remote] = [addresses[side], addresses[other(side)]];
  const isSent = isAddressIn(own, source) || isAddressIn(remote, destination);
  const isReceived = isAddressIn(remote, source) || isAddressIn(own, destination);
  if (isSent === isReceived) return undefined;
  return isSent ? side : other(side);
}

function groupOf(groups: Map<string, Group>, packet: Packet, from: Side): Group {
  const key = keyOf(packet);
  const id = `${key} ${from}`;
  const group = groups.get(id) ?? { key, from, packet, sent: [], received: [] };
  groups.set(id, group);
  return group;
}

/** The first message of an IKE SA has no responder's SPI yet, and each later one has it. [C] RFC 7296 2.6 */
function keyOf(packet: Packet): string {
  if (packet.kind === 'esp') return `${packet.spi} ${packet.sequence}`;
  const { initiatorSpi, responderSpi, version, exchange, messageId, flags, lengthBytes } = packet;
  // IKEv1 tells no request from its answer, and sends several messages of one id: their lengths tell most of them apart. [L]
  const way = version === 1 ? `${lengthBytes} bytes` : (flags & RESPONSE_FLAG) === 0 ? 'request' : 'response';
  return `${initiatorSpi} ${responderSpi} ${exchange} ${messageId} ${way}`;
}

function pairGroup(group: Group, clock: ClockEstimate, there: PacketCoverage): PairedPacket[] {
  const { sent, received } = group;
  // As many arrivals as departures: each has its own. Otherwise the latest departure that may have come before.
  const free = [...sent];
  const arrived = received.map((arrival, index) => {
    if (sent.length === received.length) return pairOf(group, sent[index], arrival, 'delivered');
    const at = free.findLastIndex((departure) => mayPrecede(departure, arrival, clock));
    const departure = at === -1 ? undefined : free.splice(at, 1)[0];
    return pairOf(group, departure, arrival, departure === undefined ? 'unseen-sender' : 'delivered');
  });
  const rest = sent.length === received.length ? [] : free;
  return [
    ...arrived,
    ...rest.map((departure) => pairOf(group, departure, undefined, covers(there, group.from, departure, clock) ? 'unseen' : 'unknown')),
  ];
}

function mayPrecede(departure: Seen, arrival: Seen, { uncertaintyMs }: ClockEstimate): boolean {
  if (departure.commonAtMs === null || arrival.commonAtMs === null) return true;
  return departure.commonAtMs <= arrival.commonAtMs + (uncertaintyMs ?? 0) + PRECISION_MS;
}

/** True when the other end's capture had begun before the packet could arrive, and went on until after it should have. */
function covers({ fromMs, toMs }: PacketCoverage, from: Side, departure: Seen, { offsetMs, uncertaintyMs }: ClockEstimate): boolean {
  if (fromMs === null || toMs === null || offsetMs === null || uncertaintyMs === null) return false;
  const thereMs = departure.atMs + (from === 'a' ? offsetMs : -offsetMs);
  return thereMs - uncertaintyMs >= fromMs && thereMs + uncertaintyMs + DELAY_MOST_MS <= toMs;
}

function pairOf(
  { key, from, packet }: Group,
  departure: Seen | undefined,
  arrival: Seen | undefined,
  fate: PairedPacket['fate'],
): PairedPacket {
  const paired = { key, from, sent: sightingOf(departure), received: sightingOf(arrival), fate };
  if (packet.kind === 'esp') return { kind: 'esp', ...paired, spi: packet.spi, sequence: packet.sequence };
  return { kind: 'ike', ...paired, exchange: packet.exchange, messageId: packet.messageId };
}

function sightingOf(seen: Seen | undefined): Sighting | null {
  return seen === undefined ? null : { file: seen.file, frame: seen.frame, atMs: seen.atMs, commonAtMs: seen.commonAtMs };
}

function placeOf({ sent, received }: PairedPacket): number {
  const seen = sent ?? received;
  return seen?.commonAtMs ?? seen?.atMs ?? 0;
}
