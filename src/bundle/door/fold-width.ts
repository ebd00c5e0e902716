/** The width at which a log was folded is told by the lines that go on: each is broken where the next word, or the next character, had no room. */
import { familyAt } from '../../ios/log/head.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { readCommand } from '../../ios/log/terminal.ts';
import { LOGGING_HEADER } from '../../ios/logging.ts';
import { hadNoRoom } from './soft-hanging.ts';

/** Narrower than this nobody folds. */
export const WIDTH_MIN = 40;
/** The share of broken lines that the width must explain. */
const SHARE_MIN = 0.8;

export interface Fold {
  width: number;
  /** `hard`: in the middle of words; `soft`: at a blank, which is gone. */
  kind: 'hard' | 'soft';
}

/** A mail takes the blanks off that stand at a break, but not those that a router itself prints behind a line: these say nothing of the width. */
export function foldOf(lines: readonly string[], isHead: readonly boolean[]): Fold | undefined {
  const padded = foldAt(lines, isHead);
  if (padded?.kind === 'hard') return padded;
  const bare = foldAt(
    lines.map((line) => line.trimEnd()),
    isHead,
  );
  return bare?.kind === 'soft' ? bare : padded;
}

/** Every message is broken where the next word, or the next character, had no room: then the longest line is the width. */
function foldAt(lines: readonly string[], isHead: readonly boolean[]): Fold | undefined {
  const width = lines.reduce((longest, line) => Math.max(longest, line.length), 0);
  if (width < WIDTH_MIN || !isHead.some((head, at) => head && (lines[at] ?? '').trim() !== '')) return undefined;
  let broken = 0;
  let full = 0;
  let trimmed = 0;
  let explained = 0;
  let edged = 0;
  lines.forEach((line, at) => {
    const next = lines[at + 1];
    if (isHead[at] !== true || line.trim() === '' || readCommand(line) !== undefined || next === undefined) return;
    if (isHead[at + 1] === true || INDENTED_TWICE.test(next) || isOwnLine(line, next)) return;
    if (line.length < width && isNatural(line, next)) return;
    broken += 1;
    if (line.length === width) full += 1;
    if (line.length === width - 1) trimmed += 1;
    if (line.length === width || hadNoRoom(line, next, width)) explained += 1;
    else if (hadNoRoom(line, next, width - 1)) edged += 1;
  });
  const isEdged = edged >= EDGED_MIN;
  if (explained === 0 || explained + (isEdged ? edged : 0) < broken * SHARE_MIN) return undefined;
  const isHard = full >= explained * HARD_SHARE || (full >= explained / 2 && full + trimmed >= explained * ALL);
  return isHard ? { width, kind: 'hard' } : { width: isEdged ? width - 1 : width, kind: 'soft' };
}

/** Words that would just have fitted: then the blank at the break counts, as in a mail of flowed text. [C] RFC 3676 4.2 */
const EDGED_MIN = 2;

/** The blank at which a terminal broke may be gone: then the line is one shorter. */
const HARD_SHARE = 0.86;
/** Lines that break between words are of all lengths; a line in seven ends before a blank, and more where one form of line is most of a log. */
const ALL = 0.97;
/** What is indented as IOS indents is a line of its own. */
const INDENTED_TWICE = /^(?:\t| {2})/;

/** As IOS itself breaks the message: `Received Packet […]`, and below it `Initiator SPI : …`. */
export function isNatural(line: string, next: string): boolean {
  const { body } = readLogLine(line);
  const family = familyAt(body, 0);
  return family?.printsBelow?.(next) ?? family?.goesOn?.(body, next) ?? false;
}

/** A message that is whole, and below it a sentence; or what `show logging` says of itself. */
export const WHOLE = /invalid spi.*srcaddr=.*input interface=\S+$/i;

export function isOwnLine(line: string, next: string): boolean {
  return LOGGING_HEADER.test(next) || (WHOLE.test(line) && /\s/.test(next.trim()));
}
