/** Hanging lines are what both kinds of a hanging fold have in common: lines that are indented below the message with which they were one. */
import { readLogLine } from '../../ios/log/line.ts';
import { readCommand } from '../../ios/log/terminal.ts';
import type { Page } from './page.ts';

/** Narrower than this nobody folds. */
export const WIDTH_MIN = 40;
/** So many different lines that end at one place are no accident. */
export const SHAPES_MIN = 2;
export const INDENT_MAX = 16;
const PIECES_MAX = 40;

export interface Hanging {
  width: number;
  indent: number;
}

/** Each line with what goes on below it, whose places stay empty. `goesOn`: from the line at that place to the next, in the message that begins at `first`. */
export function joinHanging(
  page: Page,
  { width, indent }: Hanging,
  { goesOn, join }: { goesOn: (at: number, first: number) => boolean; join: (text: string, next: string) => string },
): Page {
  const lines = page.lines.map(() => '');
  for (let at = 0; at < lines.length; at += 1) {
    const first = at;
    let text = page.lines[at] ?? '';
    while (at - first < PIECES_MAX && goesOn(at, first)) {
      at += 1;
      text = join(text, page.lines[at] ?? '');
    }
    lines[first] = text;
  }
  return { ...page, lines, done: [...page.done, `unfolded at ${width} characters, with what goes on indented by ${indent}`] };
}

export function indentOf(line = ''): number {
  return line.length - line.trimStart().length;
}

/** A message or a command of its own, however it is indented. */
export function isOwn(line: string): boolean {
  return readLogLine(line).stamp !== undefined || readCommand(line) !== undefined;
}

/** Lines of one form end at one place without a fold. */
export function shapeOf(line: string): string {
  return readLogLine(line).body.replace(/[0-9A-Fa-f]{2,}|\d/g, '#');
}
