/** The wire is what a packet looks like to whoever captures it: the same meaning as bytes, with true headers and nothing inside. */
import type { Packet } from './packet.ts';

/** One packet as an end sees it pass. */
export interface OnTheWire {
  source: string;
  destination: string;
  protocol: 'esp' | 'udp';
  ports: { source: number; destination: number };
  /** Made when somebody wants them: most packets pass no capture. */
  readonly bytes: Buffer;
}

export interface Passing {
  source: string;
  destination: string;
  /** Of UDP; 4500 where a NAT was found: ESP travels in UDP then. [C] RFC 3948 */
  ports: { source: number; destination: number };
  /** Of ESP: the number of this packet of its SA. */
  sequence: number;
}

const NAT_PORT = 4500;
/** As much as stands behind the headers, of no meaning. */
const BODY_BYTES = 64;

export function onTheWire(packet: Packet, passing: Passing): OnTheWire {
  const { source, destination, ports } = passing;
  const isNat = ports.source === NAT_PORT || ports.destination === NAT_PORT;
  const isUdp = packet.kind !== 'esp' || isNat;
  return {
    source,
    destination,
    protocol: isUdp ? 'udp' : 'esp',
    ports,
    get bytes() {
      return bytesOf(packet, passing, { isNat, isUdp });
    },
  };
}

function bytesOf(
  packet: Packet,
  { source, destination, ports, sequence }: Passing,
  { isNat, isUdp }: { isNat: boolean; isUdp: boolean },
): Buffer {
  const headers = packet.kind === 'esp' ? numbers(packet.spi, sequence) : Buffer.concat([Buffer.alloc(isNat ? 4 : 0), ikeHeader(packet)]);
  const body = Buffer.concat([headers, Buffer.alloc(BODY_BYTES)]);
  const payload = isUdp ? Buffer.concat([udpHeader(ports, body.length), body]) : body;
  return Buffer.concat([internetHeader(source, destination, isUdp ? 17 : 50, payload.length), payload]);
}

function internetHeader(source: string, destination: string, protocol: number, payloadBytes: number): Buffer {
  const header = Buffer.from('4500000000004000ff000000', 'hex');
  header.writeUInt16BE(20 + payloadBytes, 2);
  header.writeUInt8(protocol, 9);
  return Buffer.concat([header, addressBytes(source), addressBytes(destination)]);
}

function addressBytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number));
}

function udpHeader({ source, destination }: Passing['ports'], bodyBytes: number): Buffer {
  return numbers(source * 0x10000 + destination, (8 + bodyBytes) * 0x10000);
}

const EXCHANGES = { IKE_SA_INIT: 34, IKE_AUTH: 35, CREATE_CHILD_SA: 36, INFORMATIONAL: 37 } as const;

/** [C] RFC 7296 3.1, RFC 2408 3.1 */
function ikeHeader(packet: Exclude<Packet, { kind: 'esp' }>): Buffer {
  const length = 28 + BODY_BYTES;
  if (packet.kind === 'ikev2') {
    const { spis, exchange, isResponse, messageId } = packet;
    const words = numbers(0x2e200000 + EXCHANGES[exchange] * 0x100 + (isResponse ? 0x20 : 0), messageId, length);
    return Buffer.concat([Buffer.from(spis.initiator.padStart(16, '0') + spis.responder.padStart(16, '0'), 'hex'), words]);
  }
  const isFirst = packet.kind === 'main-mode' && packet.step === 1;
  const exchange = packet.kind === 'main-mode' ? 2 : packet.kind === 'quick-mode' ? 32 : 5;
  const messageId = packet.kind === 'main-mode' ? 0 : packet.messageId;
  // Its two cookies are not told apart here: one number names the IKE SA.
  const cookies = numbers(packet.ike, 0x1b1b1b1b, isFirst ? 0 : packet.ike, isFirst ? 0 : 0x2c2c2c2c);
  return Buffer.concat([cookies, numbers(0x08100000 + exchange * 0x100 + (exchange === 2 ? 0 : 1), messageId, length)]);
}

function numbers(...values: number[]): Buffer {
  const made = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) made.writeUInt32BE(value >>> 0, index * 4);
  return made;
}
