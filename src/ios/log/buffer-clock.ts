/** The buffer's clock is the time that `terminal exec prompt timestamp` prints between `show logging` and what it shows: the buffer has all up to then. [C] `terminal exec prompt timestamp` */
import { LOGGING_HEADER } from '../logging.ts';
import { CLOCK_ABOVE } from '../shows/time.ts';
import { readCommand, TECH_HEADER } from './terminal.ts';

/** `show logging`, `sh log`, with nothing behind it that narrows what is printed. */
const ASKED_BUFFER = /^(?:do )?sh(?:ow?)? log(?:g(?:i(?:ng?)?)?)?$/i;
/** The load above it, and a blank line. */
const LINES_ABOVE = 3;
const LINES_BELOW = 4;

export function asksBuffer(line: string): boolean {
  return ASKED_BUFFER.test(commandIn(line));
}

export function commandIn(line: string): string {
  return (TECH_HEADER.exec(line)?.[1] ?? readCommand(line) ?? '').trim();
}

/** The index of the line above the last buffer; undefined where that buffer has none. */
export function bufferClockAt(lines: readonly string[]): number | undefined {
  if (!lines.some((line) => CLOCK_ABOVE.test(line))) return undefined;
  const asked = lines.findLastIndex(asksBuffer);
  if (asked === -1) return unasked(lines);
  const at = lines.slice(asked + 1, asked + 1 + LINES_ABOVE).findIndex((line) => CLOCK_ABOVE.test(line));
  const isOwn = at !== -1 && lines.slice(asked + 1, asked + 1 + at).every((line) => commandIn(line) === '');
  return isOwn && isWhole(lines, asked) ? asked + 1 + at : undefined;
}

/** A print that was broken off has not all up to its time: the router asks again only behind a whole one, or where somebody left its pager, which leaves no trace. [L] */
export function isWhole(lines: readonly string[], asked: number): boolean {
  return lines.slice(asked + 1).some((line) => readCommand(line) !== undefined || TECH_HEADER.test(line));
}

/** A file that begins with the answer, without the command: the head of one buffer stands just below. */
function unasked(lines: readonly string[]): number | undefined {
  const heads = lines.flatMap((line, at) => (LOGGING_HEADER.test(line) ? [at] : []));
  const [head = 0] = heads;
  if (heads.length !== 1) return undefined;
  const from = Math.max(0, head - LINES_BELOW);
  const at = lines.slice(from, head).findLastIndex((line) => CLOCK_ABOVE.test(line));
  const isOwn = at !== -1 && lines.slice(from + at, head).every((line) => commandIn(line) === '');
  return isOwn ? from + at : undefined;
}
