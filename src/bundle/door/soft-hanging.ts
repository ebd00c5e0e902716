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
  const breaks = lines.flatMap((line, at) => breakAt(line, lines[at + 1], width) ?? []);
  const tight = breaks.filter(({ isTight, indent }) => isTight && indent > 0);
  const indent = commonest(tight.map((each) => each.indent));
  if (indent === undefined || indent > INDENT_MAX) return undefined;
  const [alike, flush] = [indent, 0].map((wanted) => breaks.filter((each) => each.indent === wanted));
  const fold = { width, indent };
  return isFold(fold, alike ?? [], flush ?? []) ? fold : undefined;
}

/** A message that goes on below where IOS does not break it. */
interface Break {
  line: string;
  indent: number;
  /** True where the next word had no room. */
  isTight: boolean;
}

function breakAt(line: string, next = '', width: number): Break | undefined {
  if (next.trim() === '' || readLogLine(line).stamp === undefined || isNatural(line, next) || isOwn(next)) return undefined;
  return { line, indent: indentOf(next), isTight: hadNoRoom(line, next, width) };
}

/** The width explains nearly all that is indented so; where as much goes on at the margin, that is the fold, and IOS itself has indented the rest. */
function isFold({ width }: Hanging, alike: readonly Break[], flush: readonly Break[]): boolean {
  const broken = alike.filter(({ isTight }) => isTight);
  const shapes = new Set(broken.map(({ line }) => shapeOf(line)));
  if (broken.length < BROKEN_MIN || shapes.size < SHAPES_MIN) return false;
  // Lines that all end at the width were broken within words.
  if (broken.filter(({ line }) => line.length === width).length >= broken.length * HARD_SHARE) return false;
  const unlike =
    alike.filter(({ line, isTight }) => !isTight && !ENDS_OPEN.test(line)).length + flush.filter(({ isTight }) => isTight).length;
  return broken.length >= (broken.length + unlike) * SHARE_MIN;
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
  const state = STATE_BEHIND.exec(line)?.[1];
  const padded = state === undefined ? keptBlanks(line) : Math.max(0, STATE_CHARACTERS - state.length);
  return word !== '' && line.trimEnd().length + padded + 1 + word.length > width;
}

/** `User:ops  logged command:`, broken at the second of its blanks: the first is kept. [C %PARSER-5-CFGLOG_LOGGEDCMD] */
function keptBlanks(line: string): number {
  return /\S $/.test(line) ? 1 : 0;
}

/** `… state (R) QM_IDLE       (peer 198.51.100.1)`: in a field of thirteen. [C debug crypto isakmp] */
const STATE_BEHIND = /\b((?:QM|MM|AG)_[A-Z0-9_]+)\s*$/;
const STATE_CHARACTERS = 13;

function commonest(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, two]) => two - one)[0]?.[0];
}
