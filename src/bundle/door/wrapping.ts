/** A wrapping is what stands around every line of a log that was quoted, listed, numbered or exported: the line inside is what the router printed. */
import { nameBeheaded } from './beheaded.ts';
import { unwrapEvents } from './collected.ts';
import { uncount } from './counted.ts';
import { decodeText } from './encoded.ts';
import { withoutEscapes } from './escapes.ts';
import { unpackEventXml } from './event-xml.ts';
import { unexport } from './exported.ts';
import { restamp } from './foreign-stamps.ts';
import { joinCells } from './html-table.ts';
import { unmarkLines } from './line-marks.ts';
import { unmarkFold } from './marked-fold.ts';
import { unmark } from './markup.ts';
import { mapLines, type Page, shareOf } from './page.ts';
import { unpane } from './panes.ts';
import { unretype, unwiden } from './retyped.ts';
import { closeFields } from './spaced-fields.ts';
import { unstamp } from './terminal-stamps.ts';
import { unviewed } from './viewed.ts';
import { endLines } from './written-out.ts';
import { openXmlBuffer } from './xml-buffer.ts';

/** `> `, `>> `, `> > `, `| `: how mails quote. */
export const MAIL_QUOTE = /^(?:(?:>|\|) ?)+/;
/** `JD> `, `AB> JD> `: with the letters of who wrote it. */
const NAMED_QUOTE = /^(?:[A-Z]{1,4}> ?)+/;
/** `- `, `* `, `• ` */
export const BULLET = /^\s{0,4}[-*\u2022] /;
/** `    12  `, `12\t`, `12: `, `12. `, `12) `, and `12:` as grep -n prints it */
export const LINE_NUMBER = /^ {0,8}(\d{1,7})(?:[:.)|]?\s|:(?!\d{2}:\d{2}))/;
/** ``` as a ticket fences it. */
export const FENCE = /^(?:```\w*|~~~|\{(?:code|noformat)(?::\w+)?\}|\[\/?code\])\s*$/;

/** Below half, it is the answer to a mail that somebody put quotes into. */
const QUOTED_SHARE = 0.5;
const MOST = 0.9;
const LINES_MIN = 2;

export function unwrap(page: Page): Page {
  return [
    decodeText,
    unwiden,
    uncount,
    unpackEventXml,
    openXmlBuffer,
    unmarkFold,
    joinCells,
    unmark,
    withoutEscapes,
    unfence,
    unpane,
    unmarkLines,
    unquote,
    unlist,
    unnumber,
    unstamp,
    unretype,
    restamp,
    unwrapEvents,
    unexport,
    unmark,
    endLines,
    unviewed,
    outdent,
    closeFields,
    nameBeheaded,
  ].reduce((each, step) => step(each), page);
}

function unfence(page: Page): Page {
  return page.lines.some((line) => FENCE.test(line))
    ? mapLines(page, (line) => (FENCE.test(line) ? undefined : line), 'fences of a ticket were left out')
    : page;
}

function unquote(page: Page): Page {
  const isNamed = page.lines.length > LINES_MIN && shareOf(page.lines, (line) => NAMED_QUOTE.test(line)) >= MOST;
  if (!isNamed && shareOf(page.lines, (line) => MAIL_QUOTE.test(line)) < QUOTED_SHARE) return page;
  return mapLines(page, (line) => line.replace(isNamed ? NAMED_QUOTE : MAIL_QUOTE, ''), 'quotes of a mail were taken off');
}

function unlist(page: Page): Page {
  if (page.lines.length < LINES_MIN || shareOf(page.lines, (line) => BULLET.test(line)) < MOST) return page;
  return mapLines(page, (line) => line.replace(BULLET, ''), 'bullets were taken off');
}

/** Sequence numbers count messages and stay: line numbers count from one, line by line. */
function unnumber(page: Page): Page {
  if (page.lines.length < LINES_MIN) return page;
  const numberOf = (line: string) => Number(LINE_NUMBER.exec(line)?.[1] ?? Number.NaN);
  const first = page.lines.findIndex((line) => line.trim() !== '');
  const offset = numberOf(page.lines[first] ?? '') - first;
  if (!(offset === 1 || offset === 0)) return page;
  let at = -1;
  let such = 0;
  let all = 0;
  for (const line of page.lines) {
    at += 1;
    if (line.trim() === '') continue;
    all += 1;
    if (numberOf(line) === at + offset) such += 1;
  }
  return such < all * MOST ? page : mapLines(page, (line) => line.replace(LINE_NUMBER, ''), 'line numbers were taken off');
}

/** A paste into a ticket is indented as a whole. */
function outdent(page: Page): Page {
  let least = Number.POSITIVE_INFINITY;
  for (const line of page.lines) if (line.trim() !== '') least = Math.min(least, line.length - line.trimStart().length);
  if (!(least > 0 && least < Number.POSITIVE_INFINITY)) return page;
  return mapLines(page, (line) => line.slice(least), 'its indent was taken off');
}
