/** Counted messages stand behind each other without a line end, each behind its number of octets, as a stream that was written into a file has them. [C] RFC 6587 3.4.1 */
import type { Page } from './page.ts';

/** `262 <188>1 2026-01-05T02:50:21.223Z hq …` */
const COUNT = /^([1-9]\d{0,4}) (?=<\d{1,3}>)/;
const LONGEST_COUNT = 16;
const LINE_FEED = 10;
const MESSAGES_MIN = 2;
const text = new TextDecoder('utf-8', { ignoreBOM: true });

/** The page with each message on lines of its own; as it is, where the first number is no count. */
export function uncount(page: Page): Page {
  if (!COUNT.test(page.lines[0] ?? '')) return page;
  const octets = new TextEncoder().encode(page.lines.join('\n'));
  const messages = messagesIn(octets);
  if (messages.length < MESSAGES_MIN) return page;
  const lines = messages.flatMap(({ from, to, row }) =>
    text
      .decode(octets.subarray(from, to))
      .split('\n')
      .map((line, below) => ({ line, number: page.numbers[row + below] ?? 0 })),
  );
  return {
    ...page,
    lines: lines.map(({ line }) => line),
    numbers: lines.map(({ number }) => number),
    done: [...page.done, 'its messages, which stood behind each other by their lengths, were put on lines of their own'],
  };
}

/** `row`: the line of the page on which it begins. Behind a number that is no count everything is left as it stands. */
function messagesIn(octets: Uint8Array): { from: number; to: number; row: number }[] {
  const found: ReturnType<typeof messagesIn> = [];
  let row = 0;
  for (let at = 0; at < octets.length; ) {
    const [head, count] = COUNT.exec(text.decode(octets.subarray(at, at + LONGEST_COUNT))) ?? [];
    const from = at + (head?.length ?? 0);
    let to = Math.min(from + Number(count ?? octets.length), octets.length);
    found.push({ from, to, row });
    // Some write a line end behind each that is not counted.
    while (octets[to] === LINE_FEED) to += 1;
    row += linesIn(octets.subarray(at, to));
    at = to;
  }
  return found;
}

function linesIn(octets: Uint8Array): number {
  return octets.reduce((sum, octet) => sum + (octet === LINE_FEED ? 1 : 0), 0);
}
