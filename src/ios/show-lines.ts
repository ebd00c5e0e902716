/** The lines of a show's output, numbered from 1, without carriage returns; finding a fact gives it with its line. */
import { parseUptime } from './log/stamp.ts';
import type { Shown } from './shows/show.ts';

export interface ShowLine {
  line: number;
  text: string;
}

/** A page or a mail makes no-break spaces of blanks; no show prints one. */
const NO_BREAK = /\u00A0/g;

export function showLines(text: string): ShowLine[] {
  return text.split('\n').map((content, index) => ({ line: index + 1, text: content.replace(NO_BREAK, ' ').trimEnd() }));
}

/** The first line that the pattern fits and that `value` makes something of. */
export function findShown<T>(
  lines: readonly ShowLine[],
  pattern: RegExp,
  value: (match: RegExpExecArray) => T | undefined,
): Shown<T> | undefined {
  for (const { line, text } of lines) {
    const match = pattern.exec(text);
    const found = match === null ? undefined : value(match);
    if (found !== undefined) return { value: found, line, text };
  }
  return undefined;
}

/** Every such line. */
export function allShown<T>(
  lines: readonly ShowLine[],
  pattern: RegExp,
  value: (match: RegExpExecArray, text: string) => T | undefined,
): Shown<T>[] {
  return lines.flatMap(({ line, text }) => {
    const match = pattern.exec(text);
    const found = match === null ? undefined : value(match, text);
    return found === undefined ? [] : [{ value: found, line, text }];
  });
}

/** The same by a pattern with named groups, from the output itself. */
export function shownEach<T>(text: string, pattern: RegExp, make: (groups: Record<string, string | undefined>) => T): Shown<T>[] {
  const facts: Shown<T>[] = [];
  for (const { line, text: content } of showLines(text)) {
    const match = pattern.exec(content);
    if (match !== null) facts.push({ value: make(match.groups ?? {}), line, text: content });
  }
  return facts;
}

const SECOND_MS = 1000;

/** `3d18h`, `00:30:25`, `1y47w`; undefined for `never` and what else is no time. */
export function secondsShown(text: string | undefined): number | undefined {
  const uptime = parseUptime(text ?? '');
  return uptime === undefined ? undefined : uptime.uptimeMs / SECOND_MS;
}

/** What has no value is left out, so that it covers nothing that was read before. */
export function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
