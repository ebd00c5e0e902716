/** Names are looked for everywhere in one pass over the words of a text: what a name begins with says where it may stand. */

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

/** A name stands wherever no letter and no figure touches it, in capitals or not: `HQ#`, `hq-fra`, `to_hq.cfg`. Never inside a mnemonic. */
export function namesIn(text: string, names: Iterable<string>): { start: number; end: number }[] {
  const named = byFirstWord(names);
  const mayBegin = beginnings(named.keys());
  const found: { start: number; end: number }[] = [];
  let last = 0;
  for (let at = 0; at < text.length; ) {
    const start = nextWord(text, at);
    const end = endOfWord(text, start);
    if (mayBegin[beginning(text.charCodeAt(start), end - start)] === 1) {
      const name = nameAt(text, start, named.get(text.slice(start, end).toLowerCase()), last);
      if (name !== undefined) {
        found.push(name);
        last = name.end;
      }
    }
    at = Math.max(end, last);
  }
  return found;
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
