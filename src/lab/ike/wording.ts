/** The wording of crypto debugs, as the reference gives it for IOS 12.4, IOS 15 and IOS XE 16; each text is written from there. [C, L] ike.md 3 */
import type { PlatformId } from '../../ios/platforms/index.ts';
import { IOS_12_4 } from './ios-12-4.ts';

/** Of the platform `ios`; 15 when left out. */
export type IosRelease = '12.4' | '15';

export interface Wording {
  /** `ISAKMP:(1001):…` */
  isakmp(connId: number, text: string): string;
  /** `ISAKMP: …`, without a connection. */
  plain(text: string): string;
  /** A line about a packet. */
  packet(connId: number, text: string): string;
  /** What goes wrong. */
  error(connId: number, text: string): string;
  /** Signed on 12.x and 15.x, unsigned on XE. [C] */
  messageId(id: number): string;
  /** Where a responder or initiator waits for the data plane before it goes on. [C] ike.md 4.4 */
  awaitsInstall: boolean;
  /** From IKE's word to the SA in the data plane. */
  installDelayMs: number;
  /** A line of IOS 15 as this release writes it; undefined where it writes none. */
  reword(text: string): string | undefined;
  /** True where tuples, blocks of SAs and shows have the form of 12.4. */
  is12: boolean;
}

const asItIs = (text: string): string => text;

const IOS: Wording = {
  isakmp: (connId, text) => `ISAKMP:(${connId}):${text}`,
  plain: (text) => `ISAKMP: ${text}`,
  packet: (connId, text) => (text.startsWith('received') ? `ISAKMP (${connId}): ${text}` : `ISAKMP:(${connId}): ${text}`),
  error: (connId, text) => (connId === 0 ? `ISAKMP: ${text}` : `ISAKMP:(${connId}):${text}`),
  messageId: (id) => String(id | 0),
  awaitsInstall: false,
  installDelayMs: 3,
  reword: asItIs,
  is12: false,
};

const IOS_XE: Wording = {
  isakmp: (connId, text) => `ISAKMP: (${connId}):${text}`,
  plain: (text) => `ISAKMP: ${text}`,
  packet: (connId, text) => `ISAKMP-PAK: (${connId}):${text}`,
  error: (connId, text) => `ISAKMP-ERROR: (${connId}):${text}`,
  messageId: (id) => String(id >>> 0),
  awaitsInstall: true,
  // The data plane of IOS XE needed some 75 ms in the one sample that tells. [C] ike.md 4.4
  installDelayMs: 75,
  reword: asItIs,
  is12: false,
};

export function wordingOf({ platform, release }: { platform: PlatformId; release?: IosRelease | undefined }): Wording {
  if (platform === 'ios-xe') return IOS_XE;
  return release === '12.4' ? IOS_12_4 : IOS;
}

/** `0xB761863E` */
export function hexSpi(spi: number): string {
  return `0x${spi.toString(16).toUpperCase()}`;
}

/** `0xB761863E(3076621886)` */
export function printSpi(spi: number): string {
  return `${hexSpi(spi)}(${spi})`;
}
