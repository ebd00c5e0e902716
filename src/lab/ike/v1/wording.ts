/** The wording of ISAKMP debugs, as the reference gives it for IOS 15 and IOS XE 16; each text is written from there. [C, L] ike.md 3 */
import type { PlatformId } from '../../../ios/platforms/index.ts';

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
}

const IOS: Wording = {
  isakmp: (connId, text) => `ISAKMP:(${connId}):${text}`,
  plain: (text) => `ISAKMP: ${text}`,
  packet: (connId, text) => (text.startsWith('received') ? `ISAKMP (${connId}): ${text}` : `ISAKMP:(${connId}): ${text}`),
  error: (connId, text) => (connId === 0 ? `ISAKMP: ${text}` : `ISAKMP:(${connId}):${text}`),
  messageId: (id) => String(id | 0),
};

const IOS_XE: Wording = {
  isakmp: (connId, text) => `ISAKMP: (${connId}):${text}`,
  plain: (text) => `ISAKMP: ${text}`,
  packet: (connId, text) => `ISAKMP-PAK: (${connId}):${text}`,
  error: (connId, text) => `ISAKMP-ERROR: (${connId}):${text}`,
  messageId: (id) => String(id >>> 0),
};

export const WORDINGS: Readonly<Record<PlatformId, Wording>> = { ios: IOS, 'ios-xe': IOS_XE };
