/** The wording of ISAKMP debugs, as the reference gives it for IOS 12.4, IOS 15 and IOS XE 16; each text is written from there. [C, L] ike.md 3 */
import type { PlatformId } from '../../../ios/platforms/index.ts';
import type { IosRelease } from '../../device/router-spec.ts';

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

/** Packets taken in print the id with the mark of the software engine: 134217729 is id 1. [B] */
const SOFTWARE_ENGINE = 0x8000000;

/** Lines of later releases, none of which the one raw 12.4 record has. [C] */
const LATER =
  /^(?:Sending an IKE IPv4 Packet|Acceptable atts|Fill atts|Returning Actual|:Started lifetime timer|QM Initiator gets spi|Enqueued KEY_MGR|Created a peer struct|New peer created|Locking peer struct|Trying to insert a peer|Deleting peer node| vendor ID is NAT-T RFC 3947| constructed NAT-T vendor-rfc3947|Crypto mapdb|IPSEC\(update_current_outbound_sa|IPSEC\(get_old_outbound_sa|IPSEC\(crypto_ipsec_create_ipsec_sas|IPSEC\(validate_proposal_request\): proposal part #1$|IPSEC\(key_engine_delete_sas\): delete SA with spi)/;

/** What is said in other words, each pair from the same record unless it is marked. */
const REWORDED: readonly (readonly [RegExp, string])[] = [
  [/got a queue event with 1 KMI message\(s\)$/, 'got a queue event...'],
  [/reason "No Error"$/, 'reason ""'],
  [/reason "Informational \(in\) state 1"$/, 'reason "informational (in) state 1"'],
  [/the same proxies and peer /, 'the same proxies and '],
  [/^: peer matches /, ' peer matches '],
  [/^ {5}hash SHA256$/, '     hash SHA'],
  [/^ {5}default group 14$/, '     default group 5'],
  [/^ {5}authenticator is HMAC-SHA256$/, '     authenticator is HMAC-SHA'],
  // How a 12.x responder gets its SPI: believed. [B]
  [/^QM Responder gets spi$/, ' asking for 1 spis from ipsec'],
  [/Input = IKE_MESG_INTERNAL, IKE_GOT_SPI$/, 'Input = IKE_MESG_FROM_IPSEC, IKE_SPI_REPLY'],
];

/** Lines that name engine and slot, no SPI at a received DELETE, and fewer lines than 15 writes. [C] ike.md 3.1, 4.1 */
const IOS_12_4: Wording = {
  isakmp: (connId, text) => `ISAKMP:(${nameOf(connId)}):${text}`,
  plain: (text) => `ISAKMP: ${text}`,
  packet: (connId, text) =>
    text.startsWith('received')
      ? `ISAKMP (0:${connId === 0 ? 0 : SOFTWARE_ENGINE + connId}): ${text}`
      : `ISAKMP:(${nameOf(connId)}): ${text}`,
  error: (connId, text) => (connId === 0 ? `ISAKMP: ${text}` : `ISAKMP:(${nameOf(connId)}):${text}`),
  messageId: (id) => String(id | 0),
  reword: (text) => {
    if (LATER.test(text)) return undefined;
    // No empty line follows a state. [C]
    return REWORDED.reduce((said, [pattern, instead]) => said.replace(pattern, instead), text.replace(/\n$/, ''));
  },
};

/** The forms with an engine are likely for 12.4 mainline [L] ike.md 3.1; `N/A` before there is an id is believed. [B] */
function nameOf(connId: number): string {
  return connId === 0 ? '0:0:N/A:0' : `0:${connId}:SW:1`;
}
