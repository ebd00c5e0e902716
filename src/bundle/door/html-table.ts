/** A table of HTML has a message a row, its parts in cells: the line that the router printed is made of them again. */
import { withoutEntities } from '../entities.ts';
import type { Page } from './page.ts';
import { columnOf, holdsMessage, JOINED, messageOf } from './row.ts';

/** `<tr><td>2026-01-05 02:30:00</td><td>hq</td><td>Jan  5 …</td></tr>` */
const ROW_OPEN = /<tr(?:\s[^<>]{0,400})?>/gi;
/** Of a row with a table in it no line is made: what comes next is its end, or it is none. */
const NEXT_EDGE = /<(\/?)t(r|able)[\s>]/gi;
const CELL = /<t[dh](?:\s[^<>]{0,400})?>([\s\S]*?)(?=<\/t[dh]>|<t[dh][\s>]|$)/gi;
const LINE_END = /<br ?\/?>|<\/(?:p|div)>/gi;
/** One that is closed, has attributes or is known: `<removed>` stands for an address, `<189>` for a priority. */
const TAG =
  /<\/[a-z][\w:-]{0,20}\s?>|<[a-z][\w:-]{0,20}\s[^<>=]{1,40}=[^<>]{0,400}>|<(?:p|div|pre|code|span|b|i|u|s|em|strong|mark|small|tt|samp|kbd|time|a|font|br|o:p|t(?:able|head|body|r|d|h))\s?\/?>/gi;
/** A message has several rows where each of its lines has one: of less, the table is of something else. [L] */
const MESSAGES_SHARE = 0.1;
const CELLS_MIN = 2;

interface Row {
  from: number;
  to: number;
  cells: string[];
}

/** A line a row; what stands around the rows is left as it is. */
export function joinCells(page: Page): Page {
  if (!page.lines.some((line) => /<tr[\s>]/i.test(line))) return page;
  const text = page.lines.join('\n');
  const rows = rowsIn(text).filter(({ cells }) => cells.length >= CELLS_MIN);
  const messages = rows.filter(({ cells }) => holdsMessage(cells)).length;
  if (messages === 0 || messages < rows.length * MESSAGES_SHARE) return page;
  const column = columnOf(rows.map(({ cells }) => cells));
  const parts = rows.flatMap(({ from, to, cells }, at) => [
    { at: rows[at - 1]?.to ?? 0, text: text.slice(rows[at - 1]?.to ?? 0, from), isRow: false },
    { at: from, text: messageOf(cells, column), isRow: true },
    ...(at === rows.length - 1 ? [{ at: to, text: text.slice(to), isRow: false }] : []),
  ]);
  const placed = parts.filter(({ text: part, isRow }) => isRow || part.replace(TAG, '').trim() !== '').flatMap((part) => linesOf(part));
  const numberAt = numbersOf(page);
  return {
    ...page,
    lines: placed.map(({ line }) => line),
    numbers: placed.map(({ at }) => numberAt(at)),
    done: [...page.done, 'its markup was taken off', JOINED],
  };
}

function rowsIn(text: string): Row[] {
  return [...text.matchAll(ROW_OPEN)].flatMap(({ index: from, 0: { length } }) => {
    NEXT_EDGE.lastIndex = from + length;
    const edge = NEXT_EDGE.exec(text);
    if (edge?.[0].toLowerCase() !== '</tr>') return [];
    const cells = [...text.slice(from + length, edge.index).matchAll(CELL)].map(([, cell = '']) => textOf(cell));
    return [{ from, to: NEXT_EDGE.lastIndex, cells }];
  });
}

function textOf(cell: string): string {
  return withoutEntities(cell.replace(LINE_END, '\n').replace(TAG, '')).replace(/^\n+|\s+$/g, '');
}

/** Of what is left as it is each line stands where it stood; all lines of a row where the row begins. */
function linesOf({ at, text, isRow }: { at: number; text: string; isRow: boolean }): { line: string; at: number }[] {
  let from = at;
  return text.split('\n').map((line) => {
    const own = from;
    if (!isRow) from += line.length + 1;
    return { line, at: own };
  });
}

/** The number of the line at a place of the text; places are asked in their order. */
function numbersOf({ lines, numbers }: Page): (at: number) => number {
  let [index, end] = [0, lines[0]?.length ?? 0];
  return (at) => {
    while (end < at && index + 1 < lines.length) {
      index += 1;
      end += 1 + (lines[index]?.length ?? 0);
    }
    return numbers[index] ?? index + 1;
  };
}
