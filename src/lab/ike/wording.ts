/** The wording of ISAKMP and IPsec debugs, as the reference gives it for IOS 15 and IOS XE 16; each text is written from there. [C, L] ike.md 3, 4 */
import type { PlatformId } from '../../ios/platforms/index.ts';

export interface Wording {
  /** `ISAKMP:(1001):…` */
  isakmp(connId: number, text: string): string;
  /** `ISAKMP: …`, without a connection. */
  plain(text: string): string;
  /** A line about a packet. */
  packet(connId: number, text: string): string;
  /** Signed on 12.x and 15.x, unsigned on XE. [C] */
  messageId(id: number): string;
}

const IOS: Wording = {
  isakmp: (connId, text) => `ISAKMP:(${connId}):${text}`,
  plain: (text) => `ISAKMP: ${text}`,
  packet: (connId, text) => (text.startsWith('received') ? `ISAKMP (${connId}): ${text}` : `ISAKMP:(${connId}): ${text}`),
  messageId: (id) => String(id | 0),
};

const IOS_XE: Wording = {
  isakmp: (connId, text) => `ISAKMP: (${connId}):${text}`,
  plain: (text) => `ISAKMP: ${text}`,
  packet: (connId, text) => `ISAKMP-PAK: (${connId}):${text}`,
  messageId: (id) => String(id >>> 0),
};

export const WORDINGS: Readonly<Record<PlatformId, Wording>> = { ios: IOS, 'ios-xe': IOS_XE };

export interface TupleParts {
  local: string;
  remote: string;
  spi: number;
  isInbound: boolean;
  connId: number;
}

/** Two stamped lines of one SA, continuation lines indented. [C] ike.md 4.1 */
export function saTuple({ local, remote, spi, isInbound, connId }: TupleParts): string {
  return [
    `  (sa) sa_dest= ${isInbound ? local : remote}, sa_proto= 50, `,
    `    sa_spi= ${printSpi(spi)}, `,
    `    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= ${connId}`,
    '    sa_lifetime(k/sec)= (4608000/3600),',
    `  (identity) local= ${local}:0, remote= ${remote}:0,`,
    '    local_proxy= 10.1.0.0/255.255.0.0/256/0,',
    '    remote_proxy= 10.2.0.0/255.255.0.0/256/0',
  ].join('\n');
}

/** `0xB761863E(3076621886)` */
export function printSpi(spi: number): string {
  return `0x${spi.toString(16).toUpperCase()}(${spi})`;
}

/** `0xB761863E` */
export function hexSpi(spi: number): string {
  return `0x${spi.toString(16).toUpperCase()}`;
}
