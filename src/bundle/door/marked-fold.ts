/** A marked fold is one where an editor put a sign of its own at each break: it says surely which lines go on, and goes. */
import type { Page } from './page.ts';

/** `\` of Emacs, `↩` and `↵` of terminals and mail programs, `$` where lines were cut into pieces: behind the last character that had room. [C Emacs manual, Line Truncation and Continuation Lines] */
export const MARK_BEHIND = /[\\$\u21A9\u21B5\u23CE\u00AC]$/;
/** `↪ `, `↳ `, `⤷ `: before what goes on. [L vim showbreak, editors with soft wraps] */
export const MARK_BEFORE = /^\s{0,12}[\u21AA\u21B3\u2937] ?/;
/** One may end so by itself. */
const MARKS_MIN = 2;
const WIDTH_MIN = 40;
const MOST = 0.9;
/** A message of four hundred characters in lines of forty. */
const PIECES_MAX = 12;

export function unmarkFold(page: Page): Page {
  return unmarkBehind(unmarkBefore(page));
}

function unmarkBefore(page: Page): Page {
  const { lines } = page;
  const places = lines.flatMap((line, at) => (at > 0 && MARK_BEFORE.test(line) ? [at - 1] : []));
  if (places.length < MARKS_MIN) return page;
  // Broken at words, a line ends where the next one had no room, and its blank may be gone.
  const widths = new Set(places.filter((at) => !MARK_BEFORE.test(lines[at] ?? '')).map((at) => lines[at]?.length));
  const between = widths.size > 1 && !places.some((at) => lines[at]?.endsWith(' ')) ? ' ' : '';
  return joinAll(
    page,
    (at) => MARK_BEFORE.test(lines[at + 1] ?? ''),
    (text, next) => `${text}${between}${next.replace(MARK_BEFORE, '')}`,
  );
}

function unmarkBehind(page: Page): Page {
  const { lines } = page;
  // Of a long log the last characters alone are looked at.
  if (!lines.some((line) => MARK_BEHIND.test(line.slice(-1)))) return page;
  const width = lines.reduce((longest, line) => Math.max(longest, line.length), 0);
  const full = lines.filter((line) => line.length === width);
  const [mark = ''] = MARK_BEHIND.exec(full[0] ?? '') ?? [];
  if (width < WIDTH_MIN || mark === '' || full.length < MARKS_MIN) return page;
  if (full.filter((line) => line.endsWith(mark)).length < full.length * MOST) return page;
  return joinAll(
    page,
    (at) => lines[at]?.length === width && lines[at]?.endsWith(mark) === true,
    (text, next) => text.slice(0, -1) + next,
  );
}

function joinAll({ lines, ...page }: Page, goesOn: (at: number) => boolean, join: (text: string, next: string) => string): Page {
  const texts = lines.map(() => '');
  for (let at = 0; at < lines.length; at += 1) {
    const first = at;
    let text = lines[at] ?? '';
    for (; at + 1 < lines.length && at - first < PIECES_MAX && goesOn(at); at += 1) text = join(text, lines[at + 1] ?? '');
    texts[first] = text;
  }
  return { ...page, lines: texts, done: [...page.done, 'unfolded by the marks of an editor'] };
}
