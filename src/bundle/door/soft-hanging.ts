/** A soft hanging fold breaks lines between words and indents what goes on: as mail programs and word processors do. */
import { familyAt } from '../../ios/log/head.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { type Hanging, INDENT_MAX, indentOf, isOwn, joinHanging, SHAPES_MIN, shapeOf, WIDTH_MIN } from './hanging-lines.ts';
import type { Page } from './page.ts';

/** Fewer broken messages may be as IOS prints them. */
const BROKEN_MIN = 3;
/** Of the messages below which a line is indented so, the width explains this share. */
const SHARE_MIN = 0.8;
const HARD_SHARE = 0.86;
/** Below a message that ends so, IOS may go on by itself. */
const ENDS_OPEN = /[,:=(]\s*$/;

/** Undefined where no lines are folded so. */
export function unhangSoft(page: Page): Page | undefined {
  const fold = foldOf(page.lines);
  if (fold === undefined) return undefined;
  return joinHanging(page, fold, {
    goesOn: (at) => goesOn(page.lines, at, fold),
    join: (text, next) => `${text.trimEnd()} ${next.trimStart()}`,
  });
}

/** The longest line is the width, and the indent is that below most messages whose next word had no room. */
function foldOf(lines: readonly string[]): Hanging | undefined {
  const width = lines.reduce((most, line) => Math.max(most, line.trimEnd().length), 0);
  if (width < WIDTH_MIN) return undefined;
  const below = lines.flatMap((line, at) => (isBroken(line, lines[at + 1]) ? [at] : []));
  const tight = below.filter((at) => hadNoRoom(lines[at], lines[at + 1], width));
  const indent = commonest(tight.map((at) => indentOf(lines[at + 1])));
  if (indent === undefined || indent > INDENT_MAX) return undefined;
  const isSo = (at: number) => indentOf(lines[at + 1]) === indent;
  const broken = tight.filter(isSo);
  const others = below.filter((at) => isSo(at) && !ENDS_OPEN.test(lines[at] ?? '') && !hadNoRoom(lines[at], lines[at + 1], width));
  const shapes = new Set(broken.map((at) => shapeOf(lines[at] ?? '')));
  if (broken.length < BROKEN_MIN || shapes.size < SHAPES_MIN) return undefined;
  // Lines that all end at the width were broken within words.
  const full = broken.filter((at) => (lines[at] ?? '').length === width);
  if (full.length >= broken.length * HARD_SHARE) return undefined;
  return broken.length < (broken.length + others.length) * SHARE_MIN ? undefined : { width, indent };
}

/** A message with a stamp, below which IOS does not go on so, and an indented line that is none. */
function isBroken(line: string, next = ''): boolean {
  if (!/^\s+\S/.test(next)) return false;
  return readLogLine(line).stamp !== undefined && !isNatural(line, next) && !isOwn(next);
}

function goesOn(lines: readonly string[], at: number, { width, indent }: Hanging): boolean {
  const [line = '', next = ''] = [lines[at], lines[at + 1]];
  if (line.trim() === '' || next.trim() === '' || indentOf(next) !== indent || isOwn(next)) return false;
  return hadNoRoom(line, next, width) && !isNatural(line, next);
}

/** As IOS itself goes on below this message; a family that takes whatever stands there says nothing of it. */
function isNatural(line: string, next: string): boolean {
  const { body, stamp } = readLogLine(line);
  const goesOnWith = (below: string) => familyAt(body, 0)?.goesOn?.(body, below) ?? false;
  return stamp !== undefined && goesOnWith(next) && !goesOnWith(NOTHING);
}

const NOTHING = '?';

/** True where the next word would not have fitted behind the line: with the blanks that IOS puts behind the state of an SA, which a mail takes off. */
export function hadNoRoom(line = '', next = '', width: number): boolean {
  const word = /^\s*(\S*)/.exec(next)?.[1] ?? '';
  const state = STATE_BEHIND.exec(line)?.[1] ?? '';
  const padded = state === '' ? 0 : Math.max(0, STATE_CHARACTERS - state.length);
  return word !== '' && line.trimEnd().length + padded + 1 + word.length > width;
}

/** `… state (R) QM_IDLE       (peer 198.51.100.1)`: in a field of thirteen. [C debug crypto isakmp] */
const STATE_BEHIND = /\b((?:QM|MM|AG)_[A-Z0-9_]+)\s*$/;
const STATE_CHARACTERS = 13;

function commonest(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, two]) => two - one)[0]?.[0];
}
