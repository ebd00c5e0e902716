/** IKE and ESP headers as they stand in an internet packet, in UDP or by themselves. */
import { espSpi } from '../../ipsec/spi.ts';
import { hexOf, u16, u32 } from '../bytes.ts';
import type { InternetPacket } from './internet.ts';
import type { Packet } from './packet.ts';

const UDP = 17;
const ESP = 50;
const IKE_PORT = 500;
const NAT_PORT = 4500;
const IKE_HEADER_BYTES = 28;
/** Below this an SPI is reserved: 0 marks IKE on port 4500, 1 to 255 nobody uses. [C] RFC 4303 2.1 */
const SPI_LEAST = 256;

/** Undefined when it is neither, or a piece that does not begin with the header. */
export function ipsecOf(internet: InternetPacket, seen: Pick<Packet, 'atMs' | 'frame'>): Packet | undefined {
  const { source, destination, protocol, payload, fragmentAt } = internet;
  if (fragmentAt !== null && fragmentAt > 0) return undefined;
  const wire = { ...seen, source, destination };
  if (protocol === ESP) return espOf({ ...wire, isUdp: false }, payload);
  if (protocol !== UDP || payload.length < 8) return undefined;
  const ports = [u16(payload, 0), u16(payload, 2)];
  const body = payload.subarray(8);
  // A NAT changes one of the two ports, never both.
  if (ports.includes(IKE_PORT)) return ikeOf({ ...wire, isUdp: true }, body, false);
  if (!ports.includes(NAT_PORT) || body.length < 4) return undefined;
  return u32(body, 0) === 0 ? ikeOf({ ...wire, isUdp: true }, body.subarray(4), true) : espOf({ ...wire, isUdp: true }, body);
}

type Wire = Pick<Packet, 'frame' | 'atMs' | 'source' | 'destination' | 'isUdp'>;

/** [C] RFC 4303 2: SPI, sequence, then what is encrypted. A keepalive of one byte is shorter. [C] RFC 3948 2.3 */
function espOf(wire: Wire, body: Uint8Array): Packet | undefined {
  if (body.length < 8 || u32(body, 0) < SPI_LEAST) return undefined;
  const spi = espSpi(u32(body, 0));
  return spi === undefined ? undefined : { kind: 'esp', ...wire, spi, sequence: u32(body, 4) };
}

/** [C] RFC 7296 3.1, RFC 2408 3.1: the two versions share the form of their header. */
function ikeOf(wire: Wire, body: Uint8Array, hasMarker: boolean): Packet | undefined {
  if (body.length < IKE_HEADER_BYTES) return undefined;
  const version = (body[17] ?? 0) >> 4;
  const lengthBytes = u32(body, 24);
  if ((version !== 1 && version !== 2) || lengthBytes < IKE_HEADER_BYTES) return undefined;
  return {
    kind: 'ike',
    ...wire,
    initiatorSpi: hexOf(body, 0, 8),
    responderSpi: hexOf(body, 8, 16),
    version,
    exchange: body[18] ?? 0,
    flags: body[19] ?? 0,
    messageId: u32(body, 20),
    lengthBytes,
    hasMarker,
  };
}
