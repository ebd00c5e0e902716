/** Escapes are what a ticket, a template or a chat writes so that a sign means itself: `RECVD\_PKT`, `%%CRYPTO-4-…`, a line between backticks. */
import { mapLines, type Page, shareOf } from './page.ts';

/** What Markdown and the wiki of Jira would take for themselves; IOS writes no backslash before any of them. [C CommonMark 2.4] */
export const ESCAPED_SIGN = /\\([_*#[\]<>~`|{}()+!.-])/g;
const UNDERLINE = '\\_';
/** `%%CRYPTO-4-RECVD_PKT_INV_SPI`: for printf, and for whatever fills a template. */
export const DOUBLE_PERCENT = /%%(?=[A-Z][A-Z0-9_-]{1,60}-[0-7]-[A-Z])/g;
/** A chat's and a ticket's mark of what was printed, line by line. */
export const TICKED = /^\s{0,4}`(.*)`\s*$/;
const MOST = 0.9;

export function withoutEscapes(page: Page): Page {
  return [unslash, halve, untick].reduce((each, step) => step(each), page);
}

function unslash(page: Page): Page {
  if (!page.lines.some((line) => line.includes(UNDERLINE))) return page;
  return mapLines(page, (line) => line.replace(ESCAPED_SIGN, '$1'), 'backslashes of a ticket were taken out');
}

function halve(page: Page): Page {
  if (page.lines.every((line) => line.search(DOUBLE_PERCENT) === -1)) return page;
  return mapLines(page, (line) => line.replace(DOUBLE_PERCENT, '%'), 'percent signs that stood twice were taken once');
}

function untick(page: Page): Page {
  if (shareOf(page.lines, (line) => TICKED.test(line)) < MOST) return page;
  return mapLines(page, (line) => line.replace(TICKED, '$1'), 'backticks were taken off');
}
