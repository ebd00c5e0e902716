/** Line ends that are written out as `\n` are what a tool made of a text that it keeps as one string: each line gets a line of its own again. */
import { readLogLine } from '../../ios/log/line.ts';
import { commandOfText } from './kind.ts';
import type { Page } from './page.ts';

/** `\r\n`, `\n`: of C, of JSON and of most languages. [C] RFC 8259 7 */
const LINE_END = /(?:\\r)*\\n/;
/** `\t`, `\"`, `\'`, written out with them. */
const ESCAPED = /\\([t"'])/g;
const MESSAGES_MIN = 2;

export function endLines(page: Page): Page {
  if (!page.lines.some(isWrittenOut)) return page;
  const lines: string[] = [];
  const numbers: number[] = [];
  page.lines.forEach((line, at) => {
    for (const part of isWrittenOut(line) ? partsOf(line) : [line]) {
      lines.push(part);
      numbers.push(page.numbers[at] ?? at + 1);
    }
  });
  return { ...page, lines, numbers, done: [...page.done, 'line ends that were written out were made line ends'] };
}

/** A message or a path may hold the two signs by chance: two messages or a show's own words behind them do not. */
function isWrittenOut(line: string): boolean {
  if (!LINE_END.test(line)) return false;
  const parts = partsOf(line);
  return parts.filter((part) => readLogLine(part).isHead).length >= MESSAGES_MIN || commandOfText(parts) !== undefined;
}

function partsOf(line: string): string[] {
  return line.split(LINE_END).map((part) => part.replace(ESCAPED, (_, sign: string) => (sign === 't' ? '\t' : sign)));
}
