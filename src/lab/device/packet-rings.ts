/** Packet rings are a router's embedded packet captures: what passes its interface, as far as an access list lets it, kept in memory until it is exported. */
import type { Configuration } from './configuration.ts';

/** One packet at one end, as bytes from its internet header on. */
export interface WirePacket {
  source: string;
  destination: string;
  protocol: 'esp' | 'udp';
  /** Of UDP. */
  ports: { source: number; destination: number };
  readonly bytes: Buffer;
}

export interface PacketRing {
  name: string;
  /** Undefined until it is named; without one nothing passes. */
  face?: string | undefined;
  list?: string | undefined;
  megabytes: number;
  /** 0: whole packets. */
  packetBytes: number;
  isActive: boolean;
  frames: { atMs: number; bytes: Buffer; lengthBytes: number }[];
  /** What its frames take of its memory. */
  takenBytes: number;
}

const ETHERNET = Buffer.from('02000000000202000000000108 00'.replace(' ', ''), 'hex');
const MEGABYTE = 1_000_000;
const RECORD_BYTES = 16;

export class PacketRings {
  readonly #rings = new Map<string, PacketRing>();
  readonly #now: () => number;
  readonly #configuration: () => Configuration;

  constructor(now: () => number, configuration: () => Configuration) {
    this.#now = now;
    this.#configuration = configuration;
  }

  get areOpen(): boolean {
    return this.#rings.size > 0;
  }

  get all(): readonly PacketRing[] {
    return [...this.#rings.values()];
  }

  find(name: string): PacketRing | undefined {
    return this.#rings.get(name);
  }

  /** There from its first line on. */
  open(name: string): PacketRing {
    const ring = this.#rings.get(name) ?? { name, megabytes: 10, packetBytes: 0, isActive: false, frames: [], takenBytes: 0 };
    this.#rings.set(name, ring);
    return ring;
  }

  remove(name: string): void {
    this.#rings.delete(name);
  }

  /** They live in memory alone. [C] Cisco 116045 */
  clear(): void {
    this.#rings.clear();
  }

  see(packet: WirePacket): void {
    for (const ring of this.#rings.values()) {
      if (!ring.isActive || !this.#isLetThrough(ring, packet)) continue;
      const whole = Buffer.concat([ETHERNET, packet.bytes]);
      const bytes = ring.packetBytes === 0 ? whole : whole.subarray(0, ring.packetBytes);
      ring.frames.push({ atMs: this.#now(), bytes, lengthBytes: whole.length });
      ring.takenBytes += bytes.length + RECORD_BYTES;
      while (ring.takenBytes > ring.megabytes * MEGABYTE) ring.takenBytes -= (ring.frames.shift()?.bytes.length ?? 0) + RECORD_BYTES;
    }
  }

  #isLetThrough({ list }: PacketRing, packet: WirePacket): boolean {
    const lines = this.#configuration().print();
    const at = lines.indexOf(`ip access-list extended ${list}`);
    if (at === -1) return false;
    const end = lines.findIndex((line, index) => index > at && !line.startsWith(' '));
    return lines.slice(at + 1, end === -1 ? lines.length : end).some((line) => permits(line.trim(), packet));
  }
}

/** `permit udp host 192.0.2.1 eq 500 host 198.51.100.1` */
const PERMIT =
  /^permit (?<protocol>esp|udp) host (?<source>\S+)(?: eq (?<sourcePort>\d+))? host (?<destination>\S+)(?: eq (?<destinationPort>\d+))?$/;

function permits(line: string, { protocol, source, destination, ports }: WirePacket): boolean {
  const groups = PERMIT.exec(line)?.groups;
  if (groups === undefined || groups['protocol'] !== protocol) return false;
  const isPort = (wanted: string | undefined, port: number): boolean => wanted === undefined || Number(wanted) === port;
  return (
    groups['source'] === source &&
    groups['destination'] === destination &&
    isPort(groups['sourcePort'], ports.source) &&
    isPort(groups['destinationPort'], ports.destination)
  );
}

/** As a classic pcap of Ethernet frames, stamped in microseconds. */
export function exportRing({ frames, packetBytes }: PacketRing): Buffer {
  const header = numbers(0xa1b2c3d4, 0x00040002, 0, 0, packetBytes === 0 ? 65_535 : packetBytes, 1);
  const records = frames.flatMap(({ atMs, bytes, lengthBytes }) => {
    const micros = Math.round(atMs * 1000);
    return [numbers(Math.floor(micros / 1e6), micros % 1e6, bytes.length, lengthBytes), bytes];
  });
  return Buffer.concat([header, ...records]);
}

function numbers(...values: number[]): Buffer {
  const made = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) made.writeUInt32LE(value, index * 4);
  return made;
}
