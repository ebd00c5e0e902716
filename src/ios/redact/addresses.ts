/** Addresses are found as they are printed, told apart from object ids, versions, times and masks. */
import { isAddress } from '../../ipsec/address.ts';
import type { Found } from './found.ts';

/** `192.0.2.1`, also in `192.0.2.1:500` and `192.0.2.1/24`; no part of `1.3.6.1.4.1.9`. */
export const IPV4_IN_TEXT = /(?<![\dA-Za-z.])(?:\d{1,3}\.){3}\d{1,3}(?![\dA-Za-z]|\.\d)/g;
/** `2001:DB8::1`, also in `[2001:DB8::1]:500`; no time, no hardware address. */
export const IPV6_IN_TEXT = /(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])/g;
/** `Version 12.4.24.1`, `ver 1.2.3.4` */
const VERSION = /\b(?:version|ver|release|rel)\.? ?$/i;
const VERSION_CHARACTERS = 12;
/** `10.1.0.0/22`, `10.1.0.0/255.255.252.0/0/0`, `10.1.0.0 255.255.252.0`, `10.1.0.0 0.0.3.255`, `10.1.0.0, mask 255.255.252.0` */
const LENGTH_BEHIND = /\/(\d{1,3})(?![\d.])|[/ ,]{1,2}(?:(?:subnet |net)?mask ?)?((?:\d{1,3}\.){3}\d{1,3})/y;

export interface FoundAddress extends Found {
  /** Of the mask that follows it. */
  prefixLength?: number | undefined;
}

export function addressesOf(text: string): FoundAddress[] {
  return [...placesOf(text, IPV4_IN_TEXT, isIpv4), ...placesOf(text, IPV6_IN_TEXT, isAddress)];
}

function isIpv4(value: string, before: string): boolean {
  return isAddress(value) && !VERSION.test(before);
}

function placesOf(text: string, pattern: RegExp, isOne: (value: string, before: string) => boolean): FoundAddress[] {
  const found: FoundAddress[] = [];
  for (const { index, 0: value } of text.matchAll(pattern)) {
    if (!isOne(value, text.slice(Math.max(0, index - VERSION_CHARACTERS), index))) continue;
    const end = index + value.length;
    found.push({ start: index, end, kind: 'address', prefixLength: lengthBehind(text, end, value) });
  }
  return found;
}

/** By its mask; without one a last octet of 0 or 255 says that the address is a network's first or last. */
function lengthBehind(text: string, end: number, value: string): number | undefined {
  LENGTH_BEHIND.lastIndex = end;
  const [, length, mask] = LENGTH_BEHIND.exec(text) ?? [];
  const isIpv6 = value.includes(':');
  if (length !== undefined && Number(length) > 0 && Number(length) <= (isIpv6 ? 128 : 32)) return Number(length);
  if (isIpv6) return value.endsWith('::') ? 64 : undefined;
  const fromMask = mask === undefined ? undefined : lengthOfMask(mask);
  return fromMask ?? (/\.(?:0|255)$/.test(value) ? 24 : undefined);
}

function lengthOfMask(mask: string): number | undefined {
  const bits = mask
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  if (/^1+0*$/.test(bits)) return bits.lastIndexOf('1') + 1;
  return /^0+1*$/.test(bits) ? bits.lastIndexOf('0') + 1 : undefined;
}
