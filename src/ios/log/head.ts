/** A head is what a message's body begins with: the percent sign of a syslog message, or a family's prefix. */
import type { Family } from '../families/family.ts';
import { FAMILIES } from '../families/index.ts';

interface Head {
  prefix: string;
  family: Family;
}

const ALL: readonly Family[] = Object.values(FAMILIES);
const HEADS: readonly Head[] = ALL.flatMap((family) => family.prefixes.map((prefix) => ({ prefix, family })));

const PERCENT = 37;
const CODES = 128;

/** By the code of their first character: most places in a line are settled by this. */
const BY_FIRST: readonly (readonly Head[] | undefined)[] = Array.from({ length: CODES }, (_, code) => {
  const heads = HEADS.filter(({ prefix }) => prefix.charCodeAt(0) === code);
  return heads.length === 0 ? undefined : heads;
});

/** The family whose message begins here. */
export function familyAt(text: string, at: number): Family | undefined {
  const heads = BY_FIRST[text.charCodeAt(at)];
  if (heads === undefined) return undefined;
  const second = text.charCodeAt(at + 1);
  for (const { prefix, family } of heads) if (prefix.charCodeAt(1) === second && text.startsWith(prefix, at)) return family;
  return undefined;
}

export function isHeadAt(text: string, at: number): boolean {
  return text.charCodeAt(at) === PERCENT || familyAt(text, at) !== undefined;
}

/** The same of the families that begin a message on a line without a stamp: what `BODY_START` finds begins so. */
const IS_START = new Uint8Array(CODES);
for (const { prefix, family } of HEADS) if (family.start !== undefined) IS_START[prefix.charCodeAt(0)] = 1;
const COLON = 58;
/** From one colon of a clock to the next. */
const CLOCK_STEP = 3;

/** False of a stretch in which no message begins for sure: no clock stands in it, and nothing that a body begins with. */
export function mayHoldHead(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON && text.charCodeAt(at + CLOCK_STEP) === COLON) return true;
    if (code === PERCENT || (IS_START[code] === 1 && familyAt(text, at) !== undefined)) return true;
  }
  return false;
}

const BLANK = 32;
const ASCII_LAST = 126;

/** True of a stretch that may hold nothing but blanks. */
export function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code > BLANK && code <= ASCII_LAST) return false;
  }
  return true;
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `%S`, `ISAKMP`, `IPSEC(`, …: any head, as the source of a pattern. */
export const HEAD_SOURCE = ['%[A-Z]', ...HEADS.map(({ prefix }) => literal(prefix))].join('|');
/** What begins a message on a line without a stamp: `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: …`, or what a family says of its own. */
export const BODY_START = new RegExp(
  ['%[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+){0,3}-[0-7]-[A-Z0-9_]+\\s?:', ...ALL.flatMap(({ start }) => start?.source ?? [])].join('|'),
);
