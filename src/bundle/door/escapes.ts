/** Escapes are what a ticket, a template or a chat writes so that a sign means itself: `RECVD\_PKT`, `%%CRYPTO-4-…`, a line between backticks. */
import { mapLines, type Page, shareOf } from './page.ts';

/** What Markdown and the wiki of Jira would take for themselves; IOS writes no backslash before any of them. [C CommonMark 2.4] */
export const ESCAPED_SIGN = /\\([_*#[\]<>~`|{}()+!.-])/g;
/** `rec\u0027d`, `spi\u003d0x`: what is not trusted in a page. Quotes and backslashes stay: in JSON they would end a value. [C RFC 8259 7] */
const CODED_SIGN = /(?<!\\)\\u00(2[013-9a-f]|3[a-f]|40|5[bde]|60|7[b-e])/gi;
const UNDERLINE = '\\_';
/** `%%CRYPTO-4-RECVD_PKT_INV_SPI`: for printf, and for whatever fills a template. */
export const DOUBLE_PERCENT = /%%(?=[A-Z][A-Z0-9_-]{1,60}-[0-7]-[A-Z])/g;
/** A chat's and a ticket's mark of what was printed, line by line. */
export const TICKED = /^\s{0,4}`(.*)`\s*$/;
const MOST = 0.9;

export function withoutEscapes(page: Page): Page {
  return [decode, unslash, halve, untick].reduce((each, step) => step(each), page);
}

function decode(page: Page): Page {
  if (page.lines.every((line) => line.search(CODED_SIGN) === -1)) return page;
  const signOf = (_: string, code: string) => String.fromCodePoint(Number.parseInt(code, 16));
  return mapLines(page, (line) => line.replace(CODED_SIGN, signOf), 'signs that were written as codes were put back');
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
