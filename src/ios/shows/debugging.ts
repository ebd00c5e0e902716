/** The show of what is being debugged; `show crypto debug-condition` prints for which peers. */
import { readAddress } from '../../ipsec/address.ts';
import { shownEach } from '../show-lines.ts';
import type { Show } from './show.ts';

/** `show debugging` lists the debugs that are on. */
export const debugging: Show = {
  id: 'debugging',
  command: 'show debugging',
  names: /^show_debug/i,
  read: (text) => ({ debugs: shownEach(text, DEBUG_ON, ({ what = '' }) => what) }),
  samples: ['Cryptographic Subsystem:\n  Crypto ISAKMP debugging is on\n  Crypto IPSEC debugging is on'],
};

/** `  Crypto ISAKMP debugging is on`, `IKEV2 error debugging is on` [C] */
export const DEBUG_ON = /^\s*(?<what>\S.*?) debugging is on\b/i;
/** `%IPSEC`, `Crypto`, `ISAKMP`, `IKEv2`: debugs that a peer condition rules. [L] */
export const CRYPTO_DEBUG = /crypto|ipsec|isakmp|ike/i;
/** `198.51.100.1` on a line of its filters */
const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;

/** Every crypto debug that is on, as printed: `Crypto ISAKMP debugging is on`. */
export function readCryptoDebugs(showDebugging: string): string[] {
  return shownEach(showDebugging, DEBUG_ON, ({ what = '' }) => `${what} debugging is on`)
    .map(({ value }) => value)
    .filter((line) => CRYPTO_DEBUG.test(line));
}

/** `2001:DB8::1` there [U] */
const IPV6_ADDRESS = /(?<![\w:.])[\dA-Fa-f]{0,4}(?::[\dA-Fa-f]{0,4}){2,7}(?![\w:.])/g;

/** The addresses of the peer conditions that are set; the rest of the text is flags. [B] */
export function readConditions(showDebugCondition: string): string[] {
  const ipv6 = (showDebugCondition.match(IPV6_ADDRESS) ?? []).flatMap((text) => readAddress(text) ?? []);
  return [...(showDebugCondition.match(ADDRESS) ?? []), ...ipv6];
}

/** `Peer IP addresses:`, `IPSec debug context unmatched flag:  OFF` [L] */
const HEADING = /^\s*(?<title>[A-Za-z][\w /()-]*?):\s*(?<value>\S.*?)?\s*$/;
const FLAG = /\bflag$/i;
/** A prompt, a refusal. */
const NO_CONDITION = /[#>%]/;

/** Every condition that is set, of whatever kind, as printed below its heading or behind it. [L] */
export function conditionsIn(showDebugCondition: string): string[] {
  const found: string[] = [];
  let isListed = false;
  for (const line of showDebugCondition.split('\n')) {
    const { title, value } = (readAddress(line.trim()) === undefined ? HEADING.exec(line)?.groups : undefined) ?? {};
    if (title !== undefined) isListed = !FLAG.test(title);
    const said = title === undefined ? line.trim() : (value ?? '');
    if (isListed && said !== '' && !NO_CONDITION.test(said)) found.push(said);
  }
  return found;
}
