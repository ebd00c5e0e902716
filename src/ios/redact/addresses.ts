/** Addresses are found as they are printed, told apart from object ids, versions, times and masks. */
import { isAddress } from '../../ipsec/address.ts';
import { lineAt } from './lines.ts';

/** `192.0.2.1`; what stands around it says whether it is one. */
export const IPV4_IN_TEXT = /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/g;
/** What only an IPv6 address has inside: `::`, or four colons with figures between; a time has fewer, a hardware address is none as a whole. */
export const IPV6_INSIDE = /::|:[0-9A-Fa-f]+:[0-9A-Fa-f]+:[0-9A-Fa-f]+:/g;
/** The same for one look, whatever the figures are. */
export const HAS_IPV6 = new RegExp(IPV6_INSIDE, '');
/** `Version 12.4.24.1`, `ver 1.2.3.4` */
const VERSION = /\b(?:version|ver|release|rel)\.? ?$/i;
const VERSION_CHARACTERS = 12;
/** `10.1.0.0/22`, `10.1.0.0/255.255.252.0/0/0`, `10.1.0.0 255.255.252.0`, `10.1.0.0 0.0.3.255`, `10.1.0.0, mask 255.255.252.0` */
const LENGTH_BEHIND = /\/(\d{1,3})(?![\d.])|[/ ,]{1,2}(?:(?:subnet |net)?mask ?)?((?:\d{1,3}\.){3}\d{1,3})/y;

/** A span of the text, as its bounds and what stands there: there may be a million. */
export interface Spans {
  starts: number[];
  ends: number[];
  values: string[];
}

/** In order: `192.0.2.1:500` and `192.0.2.1/24` hold one; a part of `1.3.6.1.4.1.9` is none. */
export function ipv4Of(text: string): Spans {
  const spans: Spans = { starts: [], ends: [], values: [] };
  const pattern = new RegExp(IPV4_IN_TEXT);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index;
    const end = pattern.lastIndex;
    if (isPartOfWord(text.charCodeAt(start - 1)) || text[start - 1] === '.' || isPartOfWord(text.charCodeAt(end))) continue;
    if (text[end] === '.' && isDigit(text.charCodeAt(end + 1))) continue;
    const value = spelledAs(match[0]);
    if (value === NO_ADDRESS || (MAY_END_VERSION[text.charCodeAt(start - 2) & 127] === 1 && isVersion(text, start))) continue;
    spans.starts.push(start);
    spans.ends.push(end);
    spans.values.push(value);
  }
  return spans;
}

/** A log has few addresses, and names them in every line. */
const SPELLINGS = new Map<string, string>();
const SPELLINGS_MAX = 20_000;
const NO_ADDRESS = '';

/** The same text each time, which is looked up faster than a new one; `NO_ADDRESS` when it is none. */
function spelledAs(spelled: string): string {
  const known = SPELLINGS.get(spelled);
  if (known !== undefined) return known;
  if (SPELLINGS.size >= SPELLINGS_MAX) SPELLINGS.clear();
  const value = isAddress(spelled) ? spelled : NO_ADDRESS;
  SPELLINGS.set(spelled, value);
  return value;
}

function isVersion(text: string, start: number): boolean {
  return VERSION.test(text.slice(Math.max(0, start - VERSION_CHARACTERS), start));
}

/** The last letters of `VERSION`, and what may stand between it and its number. */
const MAY_END_VERSION = Uint8Array.from({ length: 128 }, (_, code) => (/[nrel.]/i.test(String.fromCharCode(code)) ? 1 : 0));

/** In order; `lines`: where the lines start that may hold one: `[2001:db8::1]:500` does. */
export function ipv6Of(text: string, lines: readonly number[]): Spans {
  const spans: Spans = { starts: [], ends: [], values: [] };
  const pattern = new RegExp(IPV6_INSIDE);
  for (const lineStart of lines) {
    const line = text.slice(lineStart, lineAt(text, lineStart).end);
    pattern.lastIndex = 0;
    for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
      let start = match.index;
      let end = pattern.lastIndex;
      while (start > 0 && isOfIpv6(line.charCodeAt(start - 1))) start -= 1;
      while (end < line.length && isOfIpv6(line.charCodeAt(end))) end += 1;
      pattern.lastIndex = end;
      const span = withoutPort(line, start, end);
      if (span === undefined) continue;
      const to = endInTuple(line, span);
      spans.starts.push(lineStart + span.start);
      spans.ends.push(lineStart + to);
      spans.values.push(line.slice(span.start, to));
    }
  }
  return spans;
}

/** Also `peer:2001:db8::1` and `2001:db8::1:` at the end of a clause; nothing of a longer word. */
function withoutPort(text: string, from: number, to: number): { start: number; end: number } | undefined {
  const isInside = (code: number): boolean => isPartOfWord(code) || code === UNDERSCORE;
  if (isInside(text.charCodeAt(from - 1)) && text[from] !== ':') return undefined;
  // `::FFFF:192.0.2.1`: the address behind it is found by itself.
  if (isInside(text.charCodeAt(to)) || (text[to] === '.' && isDigit(text.charCodeAt(to + 1)))) return undefined;
  for (const start of [from, from + 1])
    for (const end of [to, to - 1]) {
      if ((start > from && text[from] !== ':') || (end < to && text[to - 1] !== ':') || end - start < 2) continue;
      const isWhole = start === from && isInside(text.charCodeAt(from - 1));
      if (!isWhole && isAddress(text.slice(start, end))) return { start, end };
    }
  return undefined;
}

/** `local= 2001:db8::1:0, remote= …`: the port behind it makes an address of the two, and is none of it. */
const TUPLE = /\b(?:local|remote)= ?$/;
const TUPLE_CHARACTERS = 9;
const PORT_BEHIND = /:(?:0|500|4500)$/;

function endInTuple(line: string, { start, end }: { start: number; end: number }): number {
  if (line[start - 1] !== ' ' && line[start - 1] !== '=') return end;
  if (!TUPLE.test(line.slice(Math.max(0, start - TUPLE_CHARACTERS), start))) return end;
  const [port = ''] = PORT_BEHIND.exec(line.slice(start, end)) ?? [];
  return port !== '' && isAddress(line.slice(start, end - port.length)) ? end - port.length : end;
}

/** Two of them as one, in order; of the second there are few. */
export function merged(one: Spans, two: Spans): Spans {
  if (two.starts.length === 0) return one;
  const spans: Spans = { starts: [], ends: [], values: [] };
  let from = 0;
  for (const [index, start] of two.starts.entries()) {
    from = copied(one, spans, from, start);
    spans.starts.push(start);
    spans.ends.push(two.ends[index] ?? start);
    spans.values.push(two.values[index] ?? '');
  }
  copied(one, spans, from, Number.POSITIVE_INFINITY);
  return spans;
}

/** Up to a place in the text; returns the number of the next one. */
function copied({ starts, ends, values }: Spans, into: Spans, from: number, before: number): number {
  let at = from;
  for (; at < starts.length; at += 1) {
    const start = starts[at] ?? 0;
    if (start >= before) break;
    into.starts.push(start);
    into.ends.push(ends[at] ?? start);
    into.values.push(values[at] ?? '');
  }
  return at;
}

const UNDERSCORE = 95;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isPartOfWord(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isOfIpv6(code: number): boolean {
  return isDigit(code) || code === 58 || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

/** By its mask; without one a last octet of 0 or 255 says that the address is a network's first or last. */
export function lengthBehind(text: string, end: number, value: string): number | undefined {
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
