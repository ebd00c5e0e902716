/** A uuencoded text stands between `begin 644 name` and `end`, each line with its length first. [C] POSIX uuencode */
import { latin1Of } from '../bytes.ts';
import type { Page } from './page.ts';

const BEGIN = /^begin [0-7]{3,4} \S.{0,200}$/;
const END = /^end\s*$/;
/** `M2F%N("`…`: 45 bytes; the line of none stands before the end. */
const LINE = /^[\x20-\x60]{1,62}$/;
const BLANK = 32;

/** The numbers are those of the lines in which each begins. */
export function decodeUuencoded(page: Page): Page {
  const from = page.lines.findIndex((line) => BEGIN.test(line));
  const to = from === -1 ? -1 : page.lines.findIndex((line, at) => at > from && END.test(line));
  const inside = page.lines.slice(from + 1, to);
  if (to === -1 || inside.length === 0 || !inside.every((line) => LINE.test(line))) return page;
  const lines: string[] = [''];
  const numbers: number[] = [page.numbers[from + 1] ?? 0];
  inside.forEach((line, at) => {
    const [first = '', ...more] = latin1Of(bytesOf(line)).split('\n');
    lines.push(`${lines.pop() ?? ''}${first}`, ...more);
    numbers.push(...more.map(() => page.numbers[from + 1 + at] ?? 0));
  });
  const whole = lines.map((line) => line.replace(/\r$/, ''));
  if (!whole.every((line) => /^[\t\x20-\x7e]*$/.test(line))) return page;
  const around = [page.lines.slice(0, from), page.lines.slice(to + 1)] as const;
  return {
    ...page,
    lines: [...around[0], ...whole, ...around[1]],
    numbers: [...page.numbers.slice(0, from), ...numbers, ...page.numbers.slice(to + 1)],
    done: [...page.done, 'what was uuencoded was decoded'],
  };
}

/** Four signs of six bits are three bytes; what fills the last three up is left out. */
function bytesOf(line: string): Uint8Array {
  const length = (line.charCodeAt(0) - BLANK) & 63;
  const bits = (at: number) => ((line.charCodeAt(at) || BLANK) - BLANK) & 63;
  const bytes: number[] = [];
  for (let at = 1; bytes.length < length; at += 4) {
    const word = (bits(at) << 18) | (bits(at + 1) << 12) | (bits(at + 2) << 6) | bits(at + 3);
    bytes.push(word >> 16, (word >> 8) & 255, word & 255);
  }
  return Uint8Array.from(bytes.slice(0, length));
}
