/** The lines of a show's output, numbered from 1, without carriage returns; finding a fact gives it with its line. */
import type { Shown } from './shows/show.ts';

export interface ShowLine {
  line: number;
  text: string;
}

export function showLines(text: string): ShowLine[] {
  return text.split('\n').map((content, index) => ({ line: index + 1, text: content.trimEnd() }));
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
