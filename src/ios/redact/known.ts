/** Known values are found verbatim, wherever they stand. */
import type { Found } from './found.ts';

/** A shorter one is only found as a word of its own: it would tear other words apart. */
const INSIDE_WORDS_CHARACTERS_MIN = 4;
const WORD = /[\p{L}\p{N}_]/u;

export function knownIn(text: string, values: readonly string[], kind: 'secret' | 'user' | 'name'): Found[] {
  return [...new Set(values)].flatMap((value) => linesOf(value).flatMap((each) => placesOf(text, each, kind)));
}

/** A private key is printed with other line ends than it was given: each of its lines counts. */
function linesOf(value: string): string[] {
  return value
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('-----'));
}

/** A name stands wherever no letter and no figure touches it, in capitals or not: `HQ#`, `hq-fra`, `to_hq.cfg`. Never inside a mnemonic. */
export function namesIn(text: string, values: Iterable<string>): { start: number; end: number }[] {
  const longestFirst = [...values].sort((one, two) => two.length - one.length || (one < two ? -1 : 1));
  if (longestFirst.length === 0) return [];
  const pattern = new RegExp(`(?:${longestFirst.map(escaped).join('|')})(?![A-Za-z0-9])`, 'gi');
  const found: { start: number; end: number }[] = [];
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (isApart(text, match.index)) found.push({ start: match.index, end: pattern.lastIndex });
    else pattern.lastIndex = match.index + 1;
  }
  return found;
}

function isApart(text: string, start: number): boolean {
  if (/[A-Za-z0-9]/.test(text[start - 1] ?? '')) return false;
  // `%CRYPTO-4-RECVD_PKT_INV_SPI`
  return !/[_-]/.test(text[start - 1] ?? '') || !/%[A-Z][A-Z0-9_-]*$/.test(text.slice(Math.max(0, start - MNEMONIC_CHARACTERS), start));
}

const MNEMONIC_CHARACTERS = 40;

function escaped(value: string): string {
  return value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function placesOf(text: string, value: string, kind: 'secret' | 'user' | 'name'): Found[] {
  const needsWord = kind !== 'secret' || value.length < INSIDE_WORDS_CHARACTERS_MIN;
  const found: Found[] = [];
  for (let start = text.indexOf(value); start !== -1; start = text.indexOf(value, start + value.length)) {
    const end = start + value.length;
    if (!needsWord || (!WORD.test(text[start - 1] ?? '') && !WORD.test(text[end] ?? ''))) found.push({ start, end, kind });
  }
  return found;
}
