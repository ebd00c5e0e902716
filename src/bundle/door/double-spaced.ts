/** A mail or a chat that makes a paragraph of each line leaves empty ones behind every line: they go, so that what was folded can be put together. */
import type { Page } from './page.ts';

export function closeUp(page: Page): Page {
  const spacing = spacingOf(page.lines);
  if (spacing === 0) return page;
  let empty = 0;
  const places = page.lines.flatMap((line, at) => {
    empty = line.trim() === '' ? empty + 1 : 0;
    return empty > 0 && empty <= spacing ? [] : [at];
  });
  return {
    ...page,
    lines: places.map((at) => page.lines[at] ?? ''),
    numbers: places.map((at) => page.numbers[at] ?? 0),
    done: [...page.done, 'empty lines between its lines were taken out'],
  };
}

/** How many empty lines stand at least between two with text: none in what was not spread out. */
function spacingOf(lines: readonly string[]): number {
  let least = Number.POSITIVE_INFINITY;
  let last = -1;
  for (let at = 0; at < lines.length && least > 0; at += 1) {
    if ((lines[at] ?? '').trim() === '') continue;
    if (last !== -1) least = Math.min(least, at - last - 1);
    last = at;
  }
  return least === Number.POSITIVE_INFINITY ? 0 : least;
}
