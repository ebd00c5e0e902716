/** The wording of ISAKMP debugs, as the reference gives it for IOS 12.4, IOS 15 and IOS XE 16; each text is written from there. [C, L] ike.md 3 */
import type { PlatformId } from '../../../ios/platforms/index.ts';
import type { IosRelease } from '../../device/release.ts';
import { IOS_12_4 } from './ios-12-4.ts';

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
  /** A line of IOS 15 as this release writes it; undefined where it writes none. */
  reword(text: string): string | undefined;
}

const asItIs = (text: string): string => text;

const IOS: Wording = {
  isakmp: (connId, text) => `ISAKMP:(${connId}):${text}`,
  plain: (text) => `ISAKMP: ${text}`,
  packet: (connId, text) => (text.startsWith('received') ? `ISAKMP (${connId}): ${text}` : `ISAKMP:(${connId}): ${text}`),
  error: (connId, text) => (connId === 0 ? `ISAKMP: ${text}` : `ISAKMP:(${connId}):${text}`),
  messageId: (id) => String(id | 0),
  reword: asItIs,
};

const IOS_XE: Wording = {
  isakmp: (connId, text) => `ISAKMP: (${connId}):${text}`,
  plain: (text) => `ISAKMP: ${text}`,
  packet: (connId, text) => `ISAKMP-PAK: (${connId}):${text}`,
  error: (connId, text) => `ISAKMP-ERROR: (${connId}):${text}`,
  messageId: (id) => String(id >>> 0),
  reword: asItIs,
};

export function wordingOf({ platform, release }: { platform: PlatformId; release?: IosRelease | undefined }): Wording {
  if (platform === 'ios-xe') return IOS_XE;
  return release === '12.4' ? IOS_12_4 : IOS;
}
