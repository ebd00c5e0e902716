/** A pane is one of the parts into which a terminal is divided: what was copied across its borders is put one pane behind the other, borders off. */
import { mayBeMost, type Page, shareOf } from './page.ts';

/** As tmux, screen and boxes of a terminal draw what stands upright. [C] Unicode, Box Drawing */
export const UPRIGHT = /[\u2502\u2503\u2506\u2507\u250A\u250B\u2551\u258F\u2595]/g;
/** What lies across, with corners and with a name in it: `├──── 1: hq ────┤` */
export const ACROSS = /^[\s\u2500-\u257F]*[\u2500\u2501\u2504\u2505\u2508\u2509\u2550]{3}.*$/;
/** `+--------+`, `|  …  |`: the same in ASCII */
const ASCII_ACROSS = /^\s*\+[-=]{3,}\+\s*$/;
const ASCII_BOX = /^\s*\|([^|]*)\|\s*$/;
const DRAWN = /[\u2500-\u259F]|^\s*[|+]/;
/** A line here and there is longer, or was cut. */
const MOST = 0.9;
const LINES_MIN = 3;
const COLUMNS_MAX = 8;

export function unpane(page: Page): Page {
  if (page.lines.length < LINES_MIN || !mayBeMost(page.lines, (line) => DRAWN.test(line))) return page;
  const lines = page.lines.map((line) => (ACROSS.test(line) || ASCII_ACROSS.test(line) ? '' : line));
  const columns = bordersIn(lines);
  if (columns.length > 0) return divided({ ...page, lines }, columns);
  if (shareOf(lines, (line) => ASCII_BOX.test(line)) < MOST) return page;
  return { ...page, lines: lines.map((line) => line.replace(ASCII_BOX, '$1').trimEnd()), done: [...page.done, BORDERS_OFF] };
}

const BORDERS_OFF = 'the borders of a terminal were taken off';

/** Where a border stands in nearly every line; the text itself has one at most here and there. */
function bordersIn(lines: readonly string[]): number[] {
  const counts = new Map<number, number>();
  let filled = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    filled += 1;
    for (const { index } of line.matchAll(UPRIGHT)) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  if (filled < LINES_MIN) return [];
  const columns = [...counts].flatMap(([column, count]) => (count >= filled * MOST ? [column] : []));
  return columns.length > COLUMNS_MAX ? [] : columns.toSorted((one, two) => one - two);
}

function divided({ lines, numbers, ...page }: Page, columns: readonly number[]): Page {
  const rows = lines.map((line) => partsOf(line, columns));
  const parts = [-1, ...columns].map((_, at) => rows.map((row) => (row[at] ?? '').trimEnd()));
  const panes = parts.filter((part) => part.some((line) => line.trim() !== '')).map(outdented);
  const said = panes.length > 1 ? `${BORDERS_OFF}, and its ${panes.length} panes put one behind the other` : BORDERS_OFF;
  return { ...page, lines: panes.flat(), numbers: panes.flatMap(() => numbers), done: [...page.done, said] };
}

/** A line that has text where a border should be goes on to its end. */
function partsOf(line: string, columns: readonly number[]): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const column of columns) {
    if (column < line.length && line.charAt(column).replace(UPRIGHT, '') !== '') break;
    parts.push(line.slice(from, column));
    from = column + 1;
  }
  return [...parts, line.slice(from).replace(UPRIGHT, '')];
}

/** Inside of a border a blank may stand before every line. */
function outdented(lines: readonly string[]): string[] {
  const isPadded = lines.every((line) => line === '' || line.startsWith(' '));
  return isPadded ? lines.map((line) => line.slice(1)) : [...lines];
}
