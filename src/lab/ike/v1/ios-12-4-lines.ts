/** The tuples and blocks of IOS 12.4: no ports, no identity and no lifetime of an SA, and its outbound SPI in decimal. [C] ike.md 3.2, 4.1 */
import type { NegotiatedPair } from '../sa.ts';
import { hexSpi, printSpi } from '../tuple.ts';
import type { Ikev1End, Negotiation } from './end.ts';

const TRANSFORM = 'esp-aes 256 esp-sha-hmac';
/** What the raw record prints for each direction; what they mean is unknown. [U] */
const FLAGS = { inbound: '13', outbound: '1B' } as const;

export interface OldRequest {
  direction: 'INBOUND' | 'OUTBOUND';
  lifetimeSeconds: number;
  kilobytes: number;
  spi: number;
  connId: number;
  flags: string;
}

export function oldSaTuple(
  { address, remote }: Ikev1End,
  { spi, isInbound, connId }: { spi: number; isInbound: boolean; connId: number },
): string {
  return [
    `  (sa) sa_dest= ${isInbound ? address : remote}, sa_prot= 50, `,
    `    sa_spi= ${printSpi(spi)}, `,
    `    sa_trans= ${TRANSFORM} , sa_conn_id= ${connId}`,
  ].join('\n');
}

export function oldRequestTuple({ address, remote, selectors }: Ikev1End, request: OldRequest): string {
  const spi = request.spi === 0 ? '0x0(0)' : printSpi(request.spi);
  return [
    `  (key eng. msg.) ${request.direction} local= ${address}, remote= ${remote}, `,
    `    local_proxy= ${selectors.mine}/${selectors.protocol ?? 0}/0 (type=4), `,
    `    remote_proxy= ${selectors.theirs}/${selectors.protocol ?? 0}/0 (type=4),`,
    `    protocol= ESP, transform= ${TRANSFORM}  (Tunnel), `,
    `    lifedur= ${request.lifetimeSeconds}s and ${request.kilobytes}kb, `,
    `    spi= ${spi}, conn_id= ${request.connId}, keysize= 256, flags= 0x${request.flags}`,
  ].join('\n');
}

/** What IPsec asks for; the SPI that it names will be the inbound one. [C] */
export function oldRequest(endpoint: Ikev1End, spi: number): string {
  const { childLifetimeSeconds: lifetimeSeconds, childLifetimeKilobytes: kilobytes } = endpoint.traits;
  return oldRequestTuple(endpoint, { direction: 'OUTBOUND', lifetimeSeconds, kilobytes, spi, connId: 0, flags: '400B' });
}

/** What is offered, as IPsec checks it. */
export function oldOffer(endpoint: Ikev1End): string {
  return oldRequestTuple(endpoint, { direction: 'INBOUND', lifetimeSeconds: 0, kilobytes: 0, spi: 0, connId: 0, flags: '12' });
}

/** Each line but the proxies has a stamp of its own, and no prefix [C]; that the decimal SPI has a sign like message ids is believed [B]. */
export function tellOldCreating(endpoint: Ikev1End, { ike, inbound, outbound = 0, lifetimeSeconds }: Negotiation): void {
  const { ledger, address, remote, selectors } = endpoint;
  const [mine = ''] = selectors.mine.split('/');
  const [theirs = ''] = selectors.theirs.split('/');
  const connIds = endpoint.comingSaConnIds;
  const life = [
    `lifetime of ${lifetimeSeconds} seconds`,
    `lifetime of ${endpoint.traits.childLifetimeKilobytes} kilobytes`,
    'has client flags 0x0',
  ];
  ledger.isakmp(ike.connId, ' Creating IPSec SAs');
  ledger.bare(
    `inbound SA from ${remote} to ${address} (f/i)  0/ 0\n        (proxy ${theirs} to ${mine})`,
    `has spi ${hexSpi(inbound)} and conn_id ${connIds.inbound} and flags ${FLAGS.inbound}`,
    ...life,
    `outbound SA from ${address} to ${remote} (f/i)  0/ 0 (proxy ${mine} to ${theirs} )`,
    `has spi ${outbound | 0} and conn_id ${connIds.outbound} and flags ${FLAGS.outbound}`,
    ...life,
  );
}

/** Before `create_sa`. */
export function tellInitialized(endpoint: Ikev1End, { inbound, outbound = 0, lifetimeSeconds }: NegotiatedPair): void {
  const { ledger, selectors } = endpoint;
  const connIds = endpoint.comingSaConnIds;
  const told = { lifetimeSeconds, kilobytes: endpoint.traits.childLifetimeKilobytes };
  const requests: OldRequest[] = [
    { ...told, direction: 'INBOUND', spi: inbound, connId: connIds.inbound, flags: FLAGS.inbound },
    { ...told, direction: 'OUTBOUND', spi: outbound, connId: connIds.outbound, flags: FLAGS.outbound },
  ];
  for (const request of requests) ledger.ipsec(`IPSEC(initialize_sas): ,\n${oldRequestTuple(endpoint, request)}`);
  const [source, destination] = [selectors.mine, selectors.theirs].map((selector) => selector.split('/')[0]);
  ledger.ipsec(`IPSEC(add mtree): src ${source}, dest ${destination}, dest_port 0`);
}
