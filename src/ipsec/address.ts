/** An address is the IPv4 or IPv6 text by which logs name a peer; masked and damaged ones are told apart from real ones. */

/** `192.0.2.1`; not `10.1`, not `86.183.x.y`. */
export const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const LEADING_ZERO = /(?:^|\.)0\d/;
/** `2001:DB8::1`, `FE80::1%Gi0`. */
const IPV6 = /^[0-9a-f:]{2,39}$/i;

/** True for a whole IPv4 or IPv6 address; masked ones (`x.x.x.x`, `Z.Z.Z.Z`) are none. */
export function isAddress(text: string | undefined): text is string {
  if (text === undefined) return false;
  return IPV4.test(text) || (IPV6.test(text) && expandIpv6(text) !== undefined);
}

/** One spelling for one address: IPv6 in eight groups of lower-case hexadecimal, IPv4 without leading zeros. */
export function canonicalAddress(text: string): string {
  if (IPV4.test(text)) return LEADING_ZERO.test(text) ? text.split('.').map(Number).join('.') : text;
  return expandIpv6(text) ?? text;
}

/** True when both texts are whole and name the same address. */
export function isSameAddress(one: string | undefined, two: string | undefined): boolean {
  if (one === undefined || two === undefined) return false;
  return one === two || canonicalAddress(one) === canonicalAddress(two);
}

function expandIpv6(text: string): string | undefined {
  if (!text.includes(':')) return undefined;
  const halves = text.toLowerCase().split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')
    : undefined;
}
