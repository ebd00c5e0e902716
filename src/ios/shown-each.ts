/** Shown facts are collected line by line: each match of a pattern is one, with the line that says it. */
import { showLines } from './show-lines.ts';
import type { Shown } from './shows/show.ts';

export function shownEach<T>(text: string, pattern: RegExp, make: (groups: Record<string, string | undefined>) => T): Shown<T>[] {
  const facts: Shown<T>[] = [];
  for (const { line, text: content } of showLines(text)) {
    const match = pattern.exec(content);
    if (match !== null) facts.push({ value: make(match.groups ?? {}), line, text: content });
  }
  return facts;
}
