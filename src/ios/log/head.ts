/** A head is what a message's body begins with: the percent sign of a syslog message, or a family's prefix. */
import type { Family } from '../families/family.ts';
import { FAMILIES } from '../families/index.ts';

interface Head {
  prefix: string;
  family: Family;
}

const ALL: readonly Family[] = Object.values(FAMILIES);
const HEADS: readonly Head[] = ALL.flatMap((family) => family.prefixes.map((prefix) => ({ prefix, family })));

const PAIR = 0x10000;
const PERCENT = 37;

/** By their first two characters: heads are looked for in every line. */
const BY_PAIR = new Map<number, Head[]>();
for (const head of HEADS) {
  const pair = pairAt(head.prefix, 0);
  BY_PAIR.set(pair, [...(BY_PAIR.get(pair) ?? []), head]);
}

function pairAt(text: string, at: number): number {
  return text.charCodeAt(at) * PAIR + text.charCodeAt(at + 1);
}

/** Whether a head begins with a character, by its code: most places in a line are settled by this. */
const IS_FIRST = new Uint8Array(PAIR);
for (const { prefix } of HEADS) IS_FIRST[prefix.charCodeAt(0)] = 1;

/** The family whose message begins here. */
export function familyAt(text: string, at: number): Family | undefined {
  const heads = BY_PAIR.get(pairAt(text, at));
  if (heads === undefined) return undefined;
  for (const { prefix, family } of heads) if (text.startsWith(prefix, at)) return family;
  return undefined;
}

export function isHeadAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === PERCENT || (IS_FIRST[code] === 1 && familyAt(text, at) !== undefined);
}

/** The same of the families that begin a message on a line without a stamp: what `BODY_START` finds begins so. */
const IS_START = new Uint8Array(PAIR);
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

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `%S`, `ISAKMP`, `IPSEC(`, …: any head, as the source of a pattern. */
export const HEAD_SOURCE = ['%[A-Z]', ...HEADS.map(({ prefix }) => literal(prefix))].join('|');
/** What begins a message on a line without a stamp: `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: …`, or what a family says of its own. */
export const BODY_START = new RegExp(
  ['%[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+){0,3}-[0-7]-[A-Z0-9_]+\\s?:', ...ALL.flatMap(({ start }) => start?.source ?? [])].join('|'),
);
