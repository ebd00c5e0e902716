/** A sign is what a message says of a tunnel: it flaps, it is down, one end has lost what the other still uses; each form with its source. */

import { isLikeName, withRightName } from '../ios/log/misprinted-name.ts';
import { LogSession } from '../ios/log/session.ts';
import { NESTED_SYSLOG, readSyslog, SYSLOG } from '../ios/log/syslog.ts';
import { type Address, readAddress } from '../ipsec/address.ts';
import type { InvalidSpiEvent } from '../ipsec/event.ts';
import { type EspSpi, parseHexSpi } from '../ipsec/spi.ts';

/** What people would call it; `interface-…` says it of a tunnel interface and names no peer. */
export const SIGNS = [
  'invalid-spi',
  'session-down',
  'session-up',
  'no-ike-sa',
  'malformed-ike',
  'negotiation-failed',
  'unprotected',
  'replay',
  'hub-lost',
  'interface-down',
  'interface-up',
  'reload',
] as const;
export type SignId = (typeof SIGNS)[number];

export interface Sign {
  sign: SignId;
  /** `CRYPTO-4-RECVD_PKT_INV_SPI` */
  mnemonic: string;
  spi: EspSpi | null;
  /** The address of the router that logged it, where the message names it. */
  local: Address | null;
  /** The other end. */
  peer: Address | null;
  interface: string | null;
}

interface Form {
  sign: SignId;
  /** Without it the message says something else. */
  only?: RegExp;
  local?: RegExp;
  peer?: RegExp;
  interface?: RegExp;
}

/** `from 198.51.100.1 has no SA`, `peer at 198.51.100.1`, `with peer 198.51.100.1` [C IOS System Message Guide, CRYPTO] */
export const FROM_PEER = /\b(?:from|peer at|with peer) ([0-9A-Fa-f.:]{2,45})/;
/** `Peer 198.51.100.1:500       Id: …`, `Peer 2001:DB8::1:500`: the port stands behind the last colon. [L eem.md 11.5] */
export const SESSION_PEER = /\b[Pp]eer \[?([0-9A-Fa-f.:]{2,45}?)\]?:\d{1,5}(?!\S)/;
/** `Crypto tunnel is DOWN.`, `Crypto tunnel v2 is DOWN`, `socket is DOWN` */
export const IS_DOWN = /\bis DOWN\b/;
/** `Crypto tunnel is UP  .` */
export const IS_UP = /\bis UP\b/;
/** `dest_addr= 192.0.2.1,`, `vrf/dest_addr= /192.0.2.1,`, `dest_addr 192.0.2.1,` [C ios/log/syslog, PLATFORM] */
export const DESTINATION = /\bdest_addr[= ] {0,2}\/?([0-9A-Fa-f.:]{2,45})/;
export const SOURCE = /\bsrc_addr[= ] {0,2}\/?([0-9A-Fa-f.:]{2,45})/;
/** `Tunnel0: local address : 192.0.2.1 remote address : 198.51.100.1 socket is UP` [C DMVPN] */
export const SOCKET_LOCAL = /\blocal address : ([0-9A-Fa-f.:]{2,45})/;
export const SOCKET_REMOTE = /\bremote address : ([0-9A-Fa-f.:]{2,45})/;
/** `Next Hop Server : (Tunnel: UNKNOWN NBMA: 203.0.113.1 ) for (Tunnel: 172.16.1.3 NBMA: 198.51.100.1) is DOWN` [C DMVPN, IOS-XE 17] */
export const HUB = /\(Tunnel: \S+ NBMA: ([0-9A-Fa-f.:]{2,45}) ?\) for/;
export const SPOKE = /for \(Tunnel: \S+ NBMA: ([0-9A-Fa-f.:]{2,45}) ?\)/;
/** `Interface Tunnel7, changed state to down`, `Tunnel0: local address` */
export const TUNNEL_INTERFACE = /\b((?:Tunnel|Virtual-Access)\d{1,10})\b/;
export const TO_DOWN = /\b(?:Tunnel|Virtual-Access)\d{1,10}, changed state to down/;
export const TO_UP = /\b(?:Tunnel|Virtual-Access)\d{1,10}, changed state to up/;

const BETWEEN = { local: DESTINATION, peer: SOURCE };
const SESSION: readonly Form[] = [
  { sign: 'session-down', only: IS_DOWN, peer: SESSION_PEER },
  { sign: 'session-up', only: IS_UP, peer: SESSION_PEER },
];
const SOCKET = { local: SOCKET_LOCAL, peer: SOCKET_REMOTE, interface: TUNNEL_INTERFACE };

/** By the mnemonic. [C IOS System Message Guide: CRYPTO, DMVPN, IPSEC, LINEPROTO, SYS; L the session messages, eem.md 11.5] */
const FORMS: Readonly<Record<string, readonly Form[]>> = {
  BOOTTIME: [{ sign: 'reload' }],
  COLDSTART: [{ sign: 'reload' }],
  CRYPTO_SS: [
    { sign: 'session-down', only: IS_DOWN, ...SOCKET },
    { sign: 'session-up', only: IS_UP, ...SOCKET },
  ],
  IKEV2_SESSION_STATUS: SESSION,
  IKMP_BAD_MESSAGE: [{ sign: 'malformed-ike', peer: FROM_PEER }],
  IKMP_MODE_FAILURE: [{ sign: 'negotiation-failed', peer: FROM_PEER }],
  IKMP_NO_SA: [{ sign: 'no-ike-sa', peer: FROM_PEER }],
  IKMP_NOT_ENCRYPTED: [{ sign: 'malformed-ike', peer: FROM_PEER }],
  NHRP_NHS_DOWN: [{ sign: 'hub-lost', local: SPOKE, peer: HUB, interface: TUNNEL_INTERFACE }],
  PKT_REPLAY_ERR: [{ sign: 'replay', ...BETWEEN }],
  RECVD_PKT_NOT_IPSEC: [{ sign: 'unprotected', ...BETWEEN }],
  REPLAY_ERROR: [{ sign: 'replay', ...BETWEEN }],
  RESTART: [{ sign: 'reload' }],
  SELF_TEST_START: [{ sign: 'reload' }],
  SESSION_STATUS: SESSION,
  UPDOWN: [
    { sign: 'interface-down', only: TO_DOWN, interface: TUNNEL_INTERFACE },
    { sign: 'interface-up', only: TO_UP, interface: TUNNEL_INTERFACE },
  ],
};

/** Whose names these are: UPDOWN of LINK too says the same twice, and a RESTART of a process is none of a router. */
const FACILITIES = /^(?:CRYPTO|DMVPN|IPSEC|IKEV2|LINEPROTO|SYS|SNMP)$/;

/** Of which a misprinted name is known. */
const SENTENCE = /^.{0,60}\binvalid spi for dest_?addr\b/i;

/** They number their messages: `%PIX-4-402101: decaps: rec'd IPSEC packet has invalid spi for …`. [C] */
const FIREWALLS = /^(?:ASA|FTD|FWSM|PIX)$/;

/** Interfaces of all kinds go up and down: of their messages only a tunnel's matter. */
const NAMES = Object.keys(FORMS).filter((name) => name !== 'UPDOWN');

/** What nothing that matters goes without: most messages are asked no more than this. */
export const MAY_MATTER = new RegExp(
  `-[0-7]-(?:RECVD_PKT_INV_SPI|${NAMES.join('|')})\\b|\\b[Ii]nvalid [Ss][Pp][Ii]\\b|\\b(?:Tunnel|Virtual-Access)\\d{1,10}, changed state`,
);

/** Undefined of a message that says nothing of a tunnel, or only quotes one that does. */
export function readSign(body: string): Sign | undefined {
  const outer = SYSLOG.exec(body) ?? SYSLOG.exec(withRightName(body) ?? '');
  if (outer === null) return undefined;
  const inner = outer[3] === 'PLATFORM' ? NESTED_SYSLOG.exec(outer[4] ?? '') : null;
  const [, facility = '', severity = '', name = '', message = ''] = (inner === null ? null : SYSLOG.exec(inner[0])) ?? outer;
  const mnemonic = `${facility}-${severity}-${name}`;
  const isItself = name === 'RECVD_PKT_INV_SPI' || FIREWALLS.test(facility) || (SENTENCE.test(message) && isLikeName(mnemonic));
  const invalid = isItself ? readInvalidSpi(body) : undefined;
  if (invalid !== undefined) return invalidSpiSign(mnemonic, invalid);
  const form = FACILITIES.test(facility) ? FORMS[name]?.find(({ only }) => only?.test(message) ?? true) : undefined;
  return form === undefined ? undefined : signOf(form, mnemonic, message);
}

/** As the reader of logs reads it: there is one. */
function readInvalidSpi(body: string): InvalidSpiEvent | undefined {
  const session = new LogSession({ side: 'a', file: '', year: 0 });
  const head = { stamp: undefined, sequence: undefined, relay: undefined };
  readSyslog({ head, body, line: 1, endLine: 1, text: body }, session);
  return session.events.find((event) => event.kind === 'invalid-spi');
}

function invalidSpiSign(mnemonic: string, { spi, destination, source, interface: inbound }: InvalidSpiEvent): Sign {
  return { sign: 'invalid-spi', mnemonic, spi, local: destination ?? null, peer: source ?? null, interface: inbound ?? null };
}

function signOf({ sign, local, peer, interface: over }: Form, mnemonic: string, message: string): Sign {
  return {
    sign,
    mnemonic,
    spi: parseHexSpi(/\bSPI (0x[0-9a-f]{1,8})\b/i.exec(message)?.[1] ?? '') ?? null,
    local: addressBehind(local, message),
    peer: addressBehind(peer, message),
    interface: over?.exec(message)?.[1] ?? null,
  };
}

function addressBehind(pattern: RegExp | undefined, message: string): Address | null {
  const found = pattern?.exec(message)?.[1];
  return readAddress(found?.replace(/[.:]$/, '')) ?? null;
}
