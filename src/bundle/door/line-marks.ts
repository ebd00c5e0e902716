/** A line mark is what a tool that shows files puts before every line: a name and a number as grep does, a number alone, or the sign of a comparison. */
import { readLogLine } from '../../ios/log/line.ts';
import { commandOfPage } from './kind.ts';
import { mapLines, mayBeMost, type Page, shareOf } from './page.ts';

/** `file.log:12:`, `file.log-13-` with -C, `C:\logs\hq.log:12:`: a name, a number that counts lines, and the same sign behind both. [C] grep(1), -H -n -C */
export const GREP_NAME_NUMBER = /^((?:[A-Za-z]:)?(?:[^\s:]{1,120}?|[^:]{1,120}?\.\w{1,5}))([:-])(\d{1,7})\2/;
/** `12:`, `13-`: grep -n of one file; behind the number that counts messages IOS puts a blank. */
export const GREP_NUMBER = /^()()(\d{1,7})[:-](?!\d{2}[:-]\d{2})/;
/** `hq/show_logging.txt:`: grep of several files */
export const GREP_NAME = /^((?:[A-Za-z]:)?[^:]{1,120}?\.(?:log|txt|out|asc|cap|text)(?:\.\d{1,3})?)[:-]/;
/** `    51\t`, `    51  `: cat -n, cat -b and nl, from whatever line on. [C] cat(1), nl(1) */
export const CAT_NUMBER = /^()() {0,6}(\d{1,7})(?:\t| {2})/;
/** Between two places that grep found. */
const SEPARATOR = /^--$/;
/** `+`, `-` and a blank of `diff -u`, and what stands above and between. [C] diff(1) */
const COMPARED = /^[-+ ]/;
const COMPARISON = /^(?:@@ |(?:\+\+\+|---) |diff |index [\da-f]{4}|\\ No newline)/;
const CHANGED = /^(?:\+|-(?=[^\s-]))/;
const TAKEN_OUT = /^</;
/** `< ` and `> ` of diff without an option. */
const EITHER = /^[<>](?: |$)/;
const PLACE = /^(?:\d+(?:,\d+)?[acd]\d+(?:,\d+)?|---)$/;

const MOST = 0.9;
const LINES_MIN = 4;

export function unmarkLines(page: Page): Page {
  if (page.lines.length < LINES_MIN) return page;
  return unname(page) ?? uncompare(page) ?? unhost(page) ?? page;
}

function unname(page: Page): Page | undefined {
  const lines = page.lines.filter((line) => line.trim() !== '' && !SEPARATOR.test(line));
  const mark = [GREP_NAME_NUMBER, GREP_NUMBER, CAT_NUMBER].find((each) => countsLines(lines, each)) ?? nameAlone(lines);
  if (mark === undefined) return undefined;
  const names = new Set(lines.flatMap((line) => mark.exec(line)?.[1] ?? []));
  const read = (line: string) => (SEPARATOR.test(line) ? '' : line.replace(mark, (_, name: string) => whoseIn(line, mark, name, names)));
  return mapLines(
    page,
    read,
    names.size === 1 && names.has('') ? 'line numbers were taken off' : 'the names of files before its lines were taken off',
  );
}

/** Of several files the name tells whose line it is: it stays, as a host. */
function whoseIn(line: string, mark: RegExp, name: string, names: ReadonlySet<string>): string {
  const [, stem = ''] = /([\w-]+)[^/\\]*$/.exec(name) ?? [];
  return names.size > 1 && stem !== '' && readLogLine(line.replace(mark, '')).stamp !== undefined ? `${stem}: ` : '';
}

/** True where nearly all lines have it, and its number grows from line to line, which no time and no date does beside lines that have none. */
function countsLines(lines: readonly string[], mark: RegExp): boolean {
  const last = new Map<string, number>();
  let such = 0;
  if (!mayBeMost(lines, (line) => mark.test(line))) return false;
  for (const line of lines) {
    const [, name = '', , figures = ''] = mark.exec(line) ?? [];
    const number = Number(figures);
    if (figures === '' || !mayBeFile(name) || number <= (last.get(name) ?? -1)) continue;
    if (mark !== CAT_NUMBER && name === '' && / /.test(line.charAt(figures.length + 1)) && readLogLine(line).stamp !== undefined) continue;
    last.set(name, number);
    such += 1;
  }
  return such >= lines.length * MOST && such >= LINES_MIN && last.size <= Math.max(1, such / LINES_MIN);
}

/** A date or an hour is none. */
function mayBeFile(name: string): boolean {
  return name === '' || (/[A-Za-z/]/.test(name) && !/^\W?\d{4}-\d{2}|(?:^|\s)\W?[A-Z][a-z]{2} +\d{1,2}(?:\s|$)/.test(name));
}

function nameAlone(lines: readonly string[]): RegExp | undefined {
  const isSuch = (line: string) => GREP_NAME.test(line);
  return mayBeMost(lines, isSuch) && shareOf(lines, isSuch) >= MOST ? GREP_NAME : undefined;
}

/** What was taken out and what was put in are both lines of a router. */
function uncompare(page: Page): Page | undefined {
  const lines = page.lines.filter((line) => line.trim() !== '');
  const mark = [COMPARED, EITHER].find((each) => lines.every((line) => each.test(line) || COMPARISON.test(line) || PLACE.test(line)));
  // Bullets and the quotes of a mail are others.
  if (mark === undefined || !lines.some((line) => (mark === COMPARED ? CHANGED : TAKEN_OUT).test(line))) return undefined;
  const isFrame = (line: string) => (mark === COMPARED ? COMPARISON : PLACE).test(line);
  return mapLines(page, (line) => (isFrame(line) ? undefined : line.replace(mark, '')), 'the signs of a comparison were taken off');
}

/** `hq: `, `hq | `: pdsh and ansible put the host before every line of what it answered; in a log it stays, since it tells whose line it is. */
const HOST = /^[A-Za-z][\w.-]{0,62}(?:: | \| )/;

function unhost(page: Page): Page | undefined {
  const [host] = HOST.exec(page.lines.find((line) => line.trim() !== '') ?? '') ?? [];
  if (host === undefined || !page.lines.every((line) => line.startsWith(host.trimEnd()) || line.trim() === '')) return undefined;
  const bare = mapLines(page, (line) => line.slice(host.length), 'the host before its lines was taken off');
  return commandOfPage(page.path, bare.lines) === undefined ? undefined : bare;
}
