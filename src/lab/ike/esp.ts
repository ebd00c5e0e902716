/** ESP is the traffic: sent with the current SA, taken or refused by the data plane, and what IOS does about an SPI that it does not know. */
import { deleteChild, requestDelete } from './deletion.ts';
import type { Endpoint } from './endpoint.ts';
import { carry } from './life.ts';
import { startMainMode } from './main-mode.ts';
import type { Packet } from './packet.ts';
import { hexSpi, printSpi } from './wording.ts';

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
  const { plane, router, address, traits, ledger } = endpoint;
  const { wording } = ledger;
  const isDropped = traits.dropsHighSpis && spi >= HIGH_SPI;
  if (!isDropped && plane.takes(spi)) {
    carry(endpoint, 'inbound', spi, bytes);
    return;
  }
  if (isDropped) plane.invalid += 1;
  if (!plane.mayLog(`${source} ${spi}`, router.now())) return;
  router.say(
    'CRYPTO-4-RECVD_PKT_INV_SPI',
    `decaps: rec'd IPSEC packet has invalid spi for destaddr=${address}, prot=50, spi=${printSpi(spi)}, srcaddr=${source}${wording.is12 ? '' : `, input interface=${input}`}`,
  );
  if (source === endpoint.remote) answer(endpoint, spi);
  else router.debug('crypto isakmp', source, refusalTo(endpoint, source, spi));
}

/**
 * With an IKE SA, IOS answers with a DELETE whatever is configured; without one, only `crypto isakmp invalid-spi-recovery` does more, and
 * not with a dynamic map. [C] seed.md 5. That an SPI still being negotiated is left alone is assumed.
 */
function answer(endpoint: Endpoint, spi: number): void {
  const { negotiations, traits, router, childSas } = endpoint;
  const isNegotiating = [...negotiations.values()].some(({ inbound }) => inbound === spi);
  if (isNegotiating || childSas.some(({ inbound }) => inbound === spi)) {
    if (traits.killsNewSaOnEarlyPacket) killWhenInstalled(endpoint, spi);
    return;
  }
  if (!traits.hasIkev1 || requestDelete(endpoint, spi)) return;
  const { configuration } = router;
  const isStatic = configuration.find(/^crypto dynamic-map /) === undefined;
  if (!configuration.has('crypto isakmp invalid-spi-recovery') || !isStatic || endpoint.ikeSas.length > 0) return;
  endpoint.owedDeletes.push(spi);
  startMainMode(endpoint);
}

/** The defect of CSCvn31824: the SA is deleted as soon as it stands. */
function killWhenInstalled(endpoint: Endpoint, spi: number): void {
  endpoint.later(endpoint.traits.installDelayMs + KILL_MS, () => {
    const child = endpoint.childSas.find(({ inbound }) => inbound === spi);
    if (child !== undefined) deleteChild(endpoint, child, { isTold: true });
  });
}

function refusalTo({ ledger, address }: Endpoint, source: string, spi: number): string {
  return ledger.wording.error(
    0,
    `ignoring request to send delete notify (no ISAKMP sa) src ${address} dst ${source} for SPI ${hexSpi(spi)}`,
  );
}
