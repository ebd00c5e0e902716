/** Hardware addresses are found in the forms in which IOS, ASA and RADIUS print them: alone, in a client identifier, in an EUI-64, in an IS-IS title. */
import type { Spans } from './addresses.ts';
import { lineAt } from './lines.ts';

/** How far two of the signs are apart, and how many stand so at least. */
const GROUPS = { sign: '.', apart: 5, times: 2 } as const;
const PAIRS = [
  { sign: ':', apart: 3, times: 5 },
  { sign: '-', apart: 3, times: 5 },
] as const;
type Form = typeof GROUPS | (typeof PAIRS)[number];
/** For one look at a line, whatever the figures are. */
export const HAS_PAIRS = /:[\dA-Fa-f]+:[\dA-Fa-f]+:[\dA-Fa-f]+:|-[\dA-Fa-f]+-[\dA-Fa-f]+-[\dA-Fa-f]+-/;
/** `000c.07ac.0100`, `0100.0c07.ac01.00`, `49.0001.1921.6800.1001.00`; `00:0c:07:ac:01:00`, `00-0C-07-AC-01-00`. More pairs are a fingerprint. */
const HARDWARE =
  /^(?:(?:[\dA-Fa-f]{4}\.){2}[\dA-Fa-f]{4}|(?:[\dA-Fa-f]{4}\.){3,}[\dA-Fa-f]{2}(?:[\dA-Fa-f]{2})?|[\dA-Fa-f]{2}\.(?:[\dA-Fa-f]{4}\.){3,}[\dA-Fa-f]{2}|[\dA-Fa-f]{2}([:-])[\dA-Fa-f]{2}(?:\1[\dA-Fa-f]{2}){4})$/;
const HEX = /[\dA-Fa-f]/;
const WORD = /\w/;

export function isHardware(value: string): boolean {
  return HARDWARE.test(value);
}

/** In order; `lines`: where the lines start that may hold pairs. Groups look like any figures with points, and are looked for at once. */
export function hardwareOf(text: string, lines: readonly number[]): Spans {
  const ends = lines.map((start) => lineAt(text, start).end);
  const inPairs = lines.flatMap((start, index) => PAIRS.flatMap((form) => [...spansOf(text, form, start, ends[index])]));
  const found = [...spansOf(text, GROUPS), ...inPairs].sort((one, two) => one[0] - two[0]);
  return {
    starts: found.map(([start]) => start),
    ends: found.map(([, end]) => end),
    values: found.map(([start, end]) => text.slice(start, end)),
  };
}

function* spansOf(text: string, { sign, apart, times }: Form, from = 0, to = text.length): Generator<[number, number]> {
  const code = sign.charCodeAt(0);
  for (let at = text.indexOf(sign, from); at !== -1 && at < to; at = text.indexOf(sign, at + 1)) {
    // Of nearly all this is enough to know that they are none.
    if (text.charCodeAt(at + apart) !== code || text.charCodeAt(at + apart * (times - 1)) !== code) continue;
    const [start, end] = runAt(text, sign, at);
    if (isHardware(text.slice(start, end))) yield [start, end];
    at = Math.max(at, end - 1);
  }
}

/** A word before or behind it ends in the same letters, or there is nothing: `MAC:00:0c:…`, `Vlan10.000c.…`, the end of a sentence. */
function runAt(text: string, sign: string, at: number): [number, number] {
  const isOfIt = (place: number): boolean => text[place] === sign || HEX.test(text[place] ?? '');
  let [start, end] = [at, at + 1];
  while (isOfIt(start - 1)) start -= 1;
  while (isOfIt(end)) end += 1;
  while (start < end && (text[start] === sign || WORD.test(text[start - 1] ?? ''))) start = behind(text, sign, start, end);
  while (start < end && (text[end - 1] === sign || WORD.test(text[end] ?? ''))) end = Math.max(start, text.lastIndexOf(sign, end - 1));
  return [start, end];
}

function behind(text: string, sign: string, start: number, end: number): number {
  const at = text.indexOf(sign, start);
  return at === -1 || at >= end ? end : at + 1;
}

/** None, all, groups of protocols, and the virtual ones of HSRP and VRRP: they are the same everywhere. [C] RFC 9542 section 2, RFC 9568 section 7.3 */
const FIXED = /^(?:0{12}$|f{12}$|01005e|0180c2|01000c|00000c07ac|00000c9ff|00005e0001)/;
/** Locally administered: no maker's. */
const STAND_IN = '02005e';

/** Gives each hardware address another one, printed as it was. */
export class HardwareMap {
  readonly #tokens = new Map<string, string>();
  readonly #spelled = new Map<string, string>();

  /** Each spelling, and what it became. */
  get mappings(): ReadonlyMap<string, string> {
    return this.#spelled;
  }

  mapped(text: string): string {
    const known = this.#spelled.get(text);
    if (known !== undefined) return known;
    const printed = spelledAs(text, this.#digits(text.replaceAll(/[.:-]/g, '').toLowerCase()));
    this.#spelled.set(text, printed);
    return printed;
  }

  /** An address inside something longer is the same address: a client identifier begins with its kind, an EUI-64 has a mark in the middle, a title its area before. */
  #digits(digits: string): string {
    if (digits.length === 12) return FIXED.test(digits) ? digits : this.#next(digits);
    if (digits.length === 14 && digits.startsWith('01')) return `01${this.#digits(digits.slice(2))}`;
    if (digits.length === 16 && digits.slice(6, 10) === 'fffe') {
      const six = this.#digits(digits.slice(0, 6) + digits.slice(10));
      return `${six.slice(0, 6)}fffe${six.slice(6)}`;
    }
    if (digits.startsWith('49') && digits.endsWith('00')) return `${digits.slice(0, -14)}${this.#next(digits.slice(-14, -2))}00`;
    return this.#next(digits);
  }

  /** By order of appearance. */
  #next(digits: string): string {
    const number = (this.#tokens.size + 1).toString(16);
    const token = this.#tokens.get(digits) ?? STAND_IN + number.padStart(digits.length - STAND_IN.length, '0');
    this.#tokens.set(digits, token);
    return token;
  }
}

function spelledAs(text: string, digits: string): string {
  const spelled = /[A-F]/.test(text) ? digits.toUpperCase() : digits;
  let at = 0;
  return text.replaceAll(/[\dA-Fa-f]/g, () => spelled[at++] ?? '0');
}
