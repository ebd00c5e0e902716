/** Two pastes that were joined without a line end leave two messages on one line: each gets a line of its own, with its sequence number. */
import { readLogLine } from '../../ios/log/line.ts';
import { spliceAt } from '../../ios/log/splice.ts';
import type { Page } from './page.ts';

/** `000121: ` before the second stamp, glued to what stands there: `GigabitEthernet0/0000121: `. */
export const SEQUENCE_GLUED = /(\d{1,10}): $/;
/** `000121: Jan  5 …`, `<189>121: …`: how many figures the numbers of this file have. */
export const SEQUENCE_FIRST = /^(?:<\d{1,3}>)?(\d{1,10}): /;
const LINES_MAX = 20;

export function unsplice(page: Page): Page {
  if (!page.lines.some((line) => spliceAt(line) > 0)) return page;
  const lines: string[] = [];
  const numbers: number[] = [];
  page.lines.forEach((line, at) => {
    for (const part of partsOf(line, page.lines.slice(Math.max(0, at - 1), at + 2))) {
      lines.push(part);
      numbers.push(page.numbers[at] ?? 0);
    }
  });
  return { ...page, lines, numbers, done: [...page.done, 'messages that stood on one line were put on lines of their own'] };
}

function partsOf(line: string, near: readonly string[]): string[] {
  const parts: string[] = [];
  let rest = line;
  for (let at = spliceAt(rest); at > 0 && parts.length < LINES_MAX; at = spliceAt(rest)) {
    const figures = figuresBefore(rest.slice(0, at), near);
    parts.push(rest.slice(0, at - figures));
    rest = rest.slice(at - figures);
  }
  return [...parts, rest];
}

/** The characters of the second message's own sequence number: as many figures as its neighbours have, and a colon. */
function figuresBefore(before: string, near: readonly string[]): number {
  const glued = SEQUENCE_GLUED.exec(before)?.[1];
  if (glued === undefined) return 0;
  const known = near.flatMap((each) => SEQUENCE_FIRST.exec(each)?.[1] ?? []);
  const apart = (text: string) =>
    Math.min(...known.map((each) => Math.abs(Number(each) - Number(text)) + (each.length === text.length ? 0 : HALF)));
  const [own] = Array.from({ length: glued.length }, (_, cut) => glued.slice(cut)).toSorted((one, two) => apart(one) - apart(two));
  if (own === undefined || apart(own) > NEAR || readLogLine(before.slice(0, -own.length - 2)).body === '') return 0;
  return own.length + 2;
}

/** Padded or not, it is one number. */
const HALF = 0.5;
/** Pastes of one log overlap: their numbers are not far apart. */
const NEAR = 100_000;
