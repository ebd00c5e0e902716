/** ESP is the traffic: sent with the current SA, taken or refused by the data plane, and what IOS does about an SPI that it does not know. */
import { deleteChild } from './deletion.ts';
import type { Endpoint } from './endpoint.ts';
import { carry } from './life.ts';
import type { Packet } from './packet.ts';
import { printSpi } from './tuple.ts';

/** Where the defect with high SPIs begins. seed.md 6 */
export const HIGH_SPI = 0xff000000;
const KILL_MS = 40;
/** A packet of talk, not of load. */
const SMALL_BYTES = 200;

type Esp = Extract<Packet, { kind: 'esp' }>;

export function sendEsp(endpoint: Endpoint, bytes = SMALL_BYTES): void {
  const { plane } = endpoint;
  if (plane.outbound === undefined) {
    endpoint.request();
    return;
  }
  const spi = plane.outbound;
  if (!carry(endpoint, 'outbound', spi, bytes)) return;
  plane.encapsulated += 1;
  endpoint.transmit({ kind: 'esp', spi, bytes, source: endpoint.seenAs });
}

export function receiveEsp(
  endpoint: Endpoint,
  { spi, bytes = SMALL_BYTES, source = endpoint.remote, input = endpoint.router.outside }: Esp,
): void {
  const { plane, router, address, traits } = endpoint;
  const isDropped = traits.dropsHighSpis && spi >= HIGH_SPI;
  if (!isDropped && plane.takes(spi)) {
    endpoint.heard(spi);
    carry(endpoint, 'inbound', spi, bytes);
    return;
  }
  if (isDropped) plane.invalid += 1;
  if (!plane.mayLog(`${source} ${spi}`, router.now())) return;
  router.say(
    'CRYPTO-4-RECVD_PKT_INV_SPI',
    `decaps: rec'd IPSEC packet has invalid spi for destaddr=${address}, prot=50, spi=${printSpi(spi)}, srcaddr=${source}${endpoint.is12 ? '' : `, input interface=${input}`}`,
  );
  if (source === endpoint.remote) answer(endpoint, spi);
  else endpoint.complainOfStranger(source, spi);
}

/** That an SPI still being negotiated is left alone is assumed. */
function answer(endpoint: Endpoint, spi: number): void {
  const { traits, childSas } = endpoint;
  if (endpoint.isNegotiating(spi) || childSas.some(({ inbound }) => inbound === spi)) {
    if (traits.killsNewSaOnEarlyPacket) killWhenInstalled(endpoint, spi);
    return;
  }
  if (traits.hasIke) endpoint.complainOf(spi);
}

/** The defect of CSCvn31824: the SA is deleted as soon as it stands. */
function killWhenInstalled(endpoint: Endpoint, spi: number): void {
  endpoint.later(endpoint.traits.installDelayMs + KILL_MS, () => {
    const child = endpoint.childSas.find(({ inbound }) => inbound === spi);
    if (child !== undefined) deleteChild(endpoint, child, { isTold: true });
  });
}
