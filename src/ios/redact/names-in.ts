/** Names are looked for everywhere in one pass over the words of a text: what a name begins with says where it may stand. */

import { NO_SHAPE, type ShapedLines, SLOTS, shapeOf } from './sieve.ts';

/** In lower case, by their first word, the longest first. */
interface Named {
  name: string;
  /** Characters before its first word: `_hq`. */
  before: number;
}

const FIRST_WORD = /[a-z0-9]+/;
/** 1 for what is part of a word. */
const OF_WORD = Uint8Array.from({ length: 0x10000 }, (_, code) => (code < 128 && /[A-Za-z0-9]/.test(String.fromCharCode(code)) ? 1 : 0));
/** Small letters and capitals are one. */
const FOLD = 0x1f;
const MNEMONIC_CHARACTERS = 40;

/**
 * A name stands wherever no letter and no figure touches it, in capitals or not: `HQ#`, `hq-fra`, `to_hq.cfg`. Never inside a mnemonic.
 * `lines`: of those that differ in their figures alone one tells for all that no name can stand in them.
 */
export function namesIn(text: string, names: Iterable<string>, lines?: ShapedLines): Span[] {
  const all = [...names];
  const found: Span[] = [];
  const wanted = tableOf(all);
  if (lines === undefined) find(text, 0, text.length, wanted, found);
  else findByShape(text, lines, wanted, tableOf([...new Set(all.map(shapeOf))]), found);
  return found;
}

interface Span {
  start: number;
  end: number;
}

/** The names, and with what their first words begin. */
interface Wanted {
  named: ReadonlyMap<string, readonly Named[]>;
  mayBegin: Uint8Array;
}

function tableOf(names: readonly string[]): Wanted {
  const named = byFirstWord(names);
  return { named, mayBegin: beginnings(named.keys()) };
}

const UNSEEN = 0;
const NEVER = 1;
const PERHAPS = 2;

/** What touches a name is no figure: with its figures marked, it stands in the line with its figures marked. */
function findByShape(text: string, { starts, shapes }: ShapedLines, wanted: Wanted, marked: Wanted, found: Span[]): void {
  const known = new Uint8Array(SLOTS);
  for (let index = 0; index < starts.length; index += 1) {
    const shape = shapes[index] ?? NO_SHAPE;
    if (shape !== NO_SHAPE && known[shape] === NEVER) continue;
    const start = starts[index] ?? 0;
    const end = starts[index + 1] ?? text.length;
    if (shape !== NO_SHAPE && known[shape] === UNSEEN) {
      const here: Span[] = [];
      const line = shapeOf(text.slice(start, end));
      find(line, 0, line.length, marked, here);
      known[shape] = here.length === 0 ? NEVER : PERHAPS;
    }
    if (shape === NO_SHAPE || known[shape] === PERHAPS) find(text, start, end, wanted, found);
  }
}

function find(text: string, from: number, to: number, { named, mayBegin }: Wanted, found: Span[]): void {
  let last = found.at(-1)?.end ?? 0;
  for (let at = from; at < to; ) {
    const start = nextWord(text, at);
    const end = endOfWord(text, start);
    if (start >= to) return;
    if (mayBegin[beginning(text.charCodeAt(start), end - start)] === 1) {
      const name = nameAt(text, start, named.get(text.slice(start, end).toLowerCase()), last);
      if (name !== undefined) {
        found.push(name);
        last = name.end;
      }
    }
    at = Math.max(end, last);
  }
}

function byFirstWord(names: Iterable<string>): Map<string, Named[]> {
  const named = new Map<string, Named[]>();
  for (const name of [...names].sort((one, two) => two.length - one.length)) {
    const { 0: word, index: before } = FIRST_WORD.exec(name) ?? { 0: '', index: 0 };
    if (word !== '') named.set(word, [...(named.get(word) ?? []), { name, before }]);
  }
  return named;
}

/** By first letter and length: most words of a log are passed by without being read. */
function beginnings(words: Iterable<string>): Uint8Array {
  const table = new Uint8Array((FOLD + 1) << 6);
  for (const word of words) table[beginning(word.charCodeAt(0), word.length)] = 1;
  return table;
}

function beginning(code: number, length: number): number {
  return ((code & FOLD) << 6) | Math.min(length, 63);
}

function nextWord(text: string, from: number): number {
  const { length } = text;
  let at = from;
  while (at < length && OF_WORD[text.charCodeAt(at)] !== 1) at += 1;
  return at;
}

function endOfWord(text: string, from: number): number {
  const { length } = text;
  let at = from;
  while (at < length && OF_WORD[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

function nameAt(text: string, word: number, candidates: readonly Named[] = [], from: number): { start: number; end: number } | undefined {
  for (const { name, before } of candidates) {
    const start = word - before;
    const end = start + name.length;
    if (start < from || OF_WORD[text.charCodeAt(end)] === 1 || text.slice(start, end).toLowerCase() !== name) continue;
    if (isApart(text, start)) return { start, end };
  }
  return undefined;
}

function isApart(text: string, start: number): boolean {
  if (OF_WORD[text.charCodeAt(start - 1)] === 1) return false;
  // `%CRYPTO-4-RECVD_PKT_INV_SPI`
  return !/[_-]/.test(text[start - 1] ?? '') || !/%[A-Z][A-Z0-9_-]*$/.test(text.slice(Math.max(0, start - MNEMONIC_CHARACTERS), start));
}
