/** A page is one file on its way through the front door: its lines, and which line of the file as it was handed in each of them is. */

export interface Page {
  /** As it was handed in: `a/show_logging.txt`. */
  path: string;
  lines: string[];
  /** For each line its number in the file, from 1. */
  numbers: number[];
  /** What was done to it, in words: `unfolded at 80 characters`. */
  done: string[];
  /** What of it was left out, in words. */
  left?: readonly string[] | undefined;
}

/** A page's lines in another order. */
export function reorder({ lines, numbers, ...page }: Page, places: readonly number[]): Page {
  return { ...page, lines: places.map((at) => lines[at] ?? ''), numbers: places.map((at) => numbers[at] ?? 0), done: [...page.done] };
}

/** Some of a page's lines, each in its place: the others are empty, so that the lines keep their numbers. */
export function keep(page: Page, places: readonly number[]): Page {
  const lines = page.lines.map(() => '');
  for (const at of places) lines[at] = page.lines[at] ?? '';
  const last = lines.findLastIndex((line) => line !== '');
  return { ...page, lines: lines.slice(0, last + 1), numbers: page.numbers.slice(0, last + 1), done: [...page.done] };
}

/** Every line read anew, in its place; those that become undefined are emptied. */
export function mapLines(page: Page, read: (line: string, at: number) => string | undefined, done: string): Page {
  return { ...page, lines: page.lines.map((line, at) => read(line, at) ?? ''), done: [...page.done, done] };
}

/** True when line by line it is the file itself. */
export function isWhole({ numbers }: Page): boolean {
  return numbers.every((number, at) => number === at + 1);
}

/** Of the lines that carry text, how many are such. */
export function shareOf(lines: readonly string[], isSuch: (line: string) => boolean): number {
  let all = 0;
  let such = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    all += 1;
    if (isSuch(line)) such += 1;
  }
  return all === 0 ? 0 : such / all;
}

/** A look at the beginning, before a look at everything: what nearly all lines are, many of the first are, too. */
export function mayBeMost(lines: readonly string[], isSuch: (line: string) => boolean): boolean {
  return shareOf(lines.slice(0, FIRST_LINES), isSuch) >= FIRST_SHARE;
}

const FIRST_LINES = 300;
const FIRST_SHARE = 1 / 3;
