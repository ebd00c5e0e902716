/** Tuples are the continuation lines by which the IPsec engine names an SA or a request. [C] ike.md 4.1 */
import { KILOBYTES, type Selectors } from './traits.ts';

/** `0xB761863E` */
export function hexSpi(spi: number): string {
  return `0x${spi.toString(16).toUpperCase()}`;
}

/** `0xB761863E(3076621886)` */
export function printSpi(spi: number): string {
  return `${hexSpi(spi)}(${spi})`;
}

export const TRANSFORM = 'esp-aes 256 esp-sha256-hmac';

interface Ends {
  local: string;
  remote: string;
}

export interface PrintedSa {
  spi: number;
  isInbound: boolean;
  connId: number;
  lifetimeSeconds: number;
  kilobytes: number;
}

/** `sa_dest` equal to the local identity: inbound; to the remote one: outbound. [C] */
export function saTuple({ local, remote }: Ends, { mine, theirs, protocol }: Selectors, sa: PrintedSa): string {
  return [
    `  (sa) sa_dest= ${sa.isInbound ? local : remote}, sa_proto= 50, `,
    `    sa_spi= ${printSpi(sa.spi)}, `,
    `    sa_trans= ${TRANSFORM} , sa_conn_id= ${sa.connId}`,
    `    sa_lifetime(k/sec)= (${sa.kilobytes}/${sa.lifetimeSeconds}),`,
    `  (identity) local= ${local}:0, remote= ${remote}:0,`,
    `    local_proxy= ${mine}/${protocol ?? 256}/0,`,
    `    remote_proxy= ${theirs}/${protocol ?? 256}/0`,
  ].join('\n');
}

/** What IPsec asks of IKE, or checks for it. */
export function requestTuple(
  direction: 'INBOUND' | 'OUTBOUND',
  { local, remote }: Ends,
  { mine, theirs, protocol }: Selectors,
  lifetimeSeconds: number,
): string {
  const isRequest = direction === 'OUTBOUND';
  return [
    `  (key eng. msg.) ${direction} local= ${local}:${isRequest ? 500 : 0}, remote= ${remote}:${isRequest ? 500 : 0},`,
    `    local_proxy= ${mine}/${protocol ?? 256}/0,`,
    `    remote_proxy= ${theirs}/${protocol ?? 256}/0,`,
    `    protocol= ESP, transform= ${isRequest ? TRANSFORM : 'NONE'}  (Tunnel), `,
    `    lifedur= ${isRequest ? lifetimeSeconds : 0}s and ${isRequest ? KILOBYTES : 0}kb, `,
    '    spi= 0x0(0), conn_id= 0, keysize= 256, flags= 0x0',
  ].join('\n');
}
