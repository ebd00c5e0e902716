/** A hanging fold breaks lines at a fixed width, within words, and indents what goes on: as some terminals, editors and printed pages do. */
import { familyAt } from '../../ios/log/head.ts';
import { readLogLine } from '../../ios/log/line.ts';
import type { PutTogether } from './folded-message.ts';
import { type Hanging, INDENT_MAX, indentOf, isOwn, joinHanging, SHAPES_MIN, shapeOf, WIDTH_MIN } from './hanging-lines.ts';
import type { Page } from './page.ts';

/** IOS writes two at most between words. */
const BLANKS_MAX = 2;

interface HardHanging extends Hanging {
  /** True where the indent comes on top of the width. */
  isBeyond: boolean;
}

/** `messages`: those that only their pieces make whole. Undefined where no line is folded so. */
export function unhang(page: Page, messages: readonly PutTogether[]): Page | undefined {
  const fold = hangingOf(page.lines, messages);
  if (fold === undefined) return undefined;
  return joinHanging(page, fold, {
    goesOn: (at, first) => goesOn(page.lines, at, fold, at === first),
    join: (text, next) => text + next.slice(fold.indent),
  });
}

/** Every line that begins at the margin ends at the width at most, and those that reach it go on below, all with one indent. */
function hangingOf(lines: readonly string[], messages: readonly PutTogether[]): HardHanging | undefined {
  const width = longest(lines.filter((line) => !/^\s/.test(line)));
  if (width < WIDTH_MIN) return undefined;
  const broken = lines.flatMap((line, at) => (line.length === width && isOpen(lines[at + 1]) ? [at] : []));
  const indents = broken.map((at) => indentOf(lines[at + 1] ?? ''));
  const indent = Math.min(...indents);
  // A blank of the text itself may stand behind the indent.
  if (broken.length === 0 || indent === 0 || indents.some((each) => each > Math.min(indent + BLANKS_MAX, INDENT_MAX))) return undefined;
  const shapes = new Set(broken.map((at) => shapeOf(lines[at] ?? '')));
  // One message is enough where an SPI is whole only with what stands below; one blank may be the text's own, where lines are broken without an indent.
  const isProved = indent > 1 && broken.some((at) => messages.some(({ from }) => from === at));
  if (!isProved && (shapes.size < SHAPES_MIN || broken.every((at) => isNatural(lines[at] ?? '', lines[at + 1] ?? '')))) return undefined;
  // What a show indents below a heading is no rest of it, however wide that is.
  if (!isProved && !broken.some((at) => isMessage(lines[at] ?? ''))) return undefined;
  return { width, indent, isBeyond: broken.some((at) => (lines[at + 1] ?? '').length > width) };
}

/** True of a line that is no message of its own. */
function isOpen(next = ''): boolean {
  return next.trim() !== '' && !isOwn(next);
}

function longest(lines: readonly string[]): number {
  return lines.reduce((most, line) => Math.max(most, line.length), 0);
}

function isMessage(line: string): boolean {
  const { stamp, body } = readLogLine(line);
  return stamp !== undefined || familyAt(body, 0) !== undefined;
}

/** As IOS itself breaks the message. */
function isNatural(line: string, next: string): boolean {
  const { body } = readLogLine(line);
  return /[,:=(]\s*$/.test(body) && (familyAt(body, 0)?.goesOn?.(body, next) ?? true);
}

function goesOn(lines: readonly string[], at: number, { width, indent, isBeyond }: HardHanging, isFirst: boolean): boolean {
  const [line = '', next = ''] = [lines[at], lines[at + 1]];
  if (line.length !== (isFirst || !isBeyond ? width : width + indent)) return false;
  return next.slice(0, indent).trim() === '' && indentOf(next) <= indent + BLANKS_MAX && next.trim() !== '' && !isOwn(next);
}
