/** A show that a terminal or a mail broke at a fixed width is put together where it says more so: its lines have no stamps that tell where one begins. */
import type { ShownState } from '../../ios/shows/show.ts';
import type { Page } from './page.ts';

/** Narrower than this nobody folds; wider than this no terminal is. */
const WIDTH_MIN = 40;
const WIDTH_MAX = 250;
/** At these people's terminals and mails do: there a value that alone was cut short is believed to go on. [B] */
const USUAL_WIDTHS = new Set([72, 76, 78, 79, 80, 100, 120, 132, 140, 160]);
/** A line folds into so many pieces at most. */
const PIECES_MAX = 5;
/** Where a fact stands, and the lines that are cited, are no facts of their own. */
const PLACES = new Set(['line', 'text', 'below', 'dpdLine']);

/** `read`: the reader of this show, which is the judge of both. */
export function unfoldShow(page: Page, read: (text: string) => ShownState): Page {
  const width = page.lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (width < WIDTH_MIN || width > WIDTH_MAX) return page;
  const lines = joined(page.lines, width);
  if (!says(read, lines, page.lines, USUAL_WIDTHS.has(width))) return page;
  return { ...page, lines, done: [...page.done, `unfolded at ${width} characters`] };
}

/** Every line that reaches the width goes on below; what was joined leaves an empty line, so that the others keep their numbers. */
function joined(printed: readonly string[], width: number): string[] {
  const lines = printed.map(() => '');
  for (let at = 0; at < printed.length; at += 1) {
    const first = at;
    while (at - first < PIECES_MAX && printed[at]?.length === width && goesOn(printed[at] ?? '', printed[at + 1] ?? '')) at += 1;
    lines[first] = printed.slice(first, at + 1).join('');
  }
  return lines;
}

/** Within columns the fold leaves blanks at both ends; behind a word one at most, before the next. */
function goesOn(line: string, next: string): boolean {
  return next.trim() !== '' && (!/^(?:\t|\s\s)/.test(next) || /\s$/.test(line));
}

/** More facts; or, at a usual width, the same of which some were cut short: a value goes on in the next line. */
function says(read: (text: string) => ShownState, put: readonly string[], printed: readonly string[], isUsual: boolean): boolean {
  const [whole, cut] = [factsIn(read(put.join('\n'))), factsIn(read(printed.join('\n')))];
  if (whole.length !== cut.length || !isUsual) return whole.length > cut.length;
  const changed = whole.flatMap((fact, at) => (fact === cut[at] ? [] : [[fact, cut[at] ?? ''] as const]));
  return changed.length > 0 && changed.every(([fact, start]) => fact.startsWith(start));
}

/** Each with the way to it, in the order of the show. */
function factsIn(value: unknown, way = ''): string[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [`${way} ${String(value)}`];
  return Object.entries(value).flatMap(([key, each]) => (PLACES.has(key) ? [] : factsIn(each, `${way}/${key}`)));
}
