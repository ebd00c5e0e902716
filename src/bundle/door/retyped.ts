/** What an office program or a keyboard of another script retyped is put back: wide letters, quotation marks, returns of a cell, and tabs or commas within a router's own stamp. */
import { mapLines, type Page } from './page.ts';

/** `\uFF05` and `\uFF1A`, as wide as the letters of East Asia. [C Unicode, Halfwidth and Fullwidth Forms] */
const WIDE = /[\uFF01-\uFF5E]/g;
const WIDE_STEP = 0xfee0;
/** `\u201Cthe\u201D`, `rec\u2019d`, as word processors print them. */
const APOSTROPHE = /[\u00B4\u2018-\u201B\u2032]/g;
const QUOTE = /[\u201C-\u201F\u2033]/g;
/** A carriage return in a cell. [C ECMA-376 22.9.2.19, ST_Xstring] */
const CELL_RETURN = /(?:_x000[Dd]_)+$/;
const RETYPED = /[\u00B4\u2018-\u201F\u2032\u2033\uFF01-\uFF5E]|_x000[Dd]_$/;
/** `Jan\t5 2026 03:00:21.223`: blanks that became tabs. */
const TABBED_STAMP =
  /^([^%\t]{0,40}\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[ \t]{1,4}(\d{1,2})[ \t]{1,4}(?:(\d{4})[ \t]{1,4})?(?=\d{2}:\d{2}:\d{2})/;
const TAB_IN_STAMP = /^[^%\t]{0,40}\b[A-Z][a-z]{2}(?:\t| {1,2}\d{1,2}\t| {1,2}\d{1,2} \d{4}\t)/;
/** `Jan  5 2026 08:54:30,400 UTC: `: a table of another country has a comma there; IOS prints a point. [C] */
const COMMA_STAMP = /^((?:\d{1,10}: )?[*.]?[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d{2}:\d{2}:\d{2}),(\d{3,6})(?=(?: [\w+-]{1,8})?: )/;

/** Where the router's stamp begins its line. */
export function unretype(page: Page): Page {
  return [untab, pointStamps].reduce((each, step) => step(each), page);
}

/** Before anybody looks for a table's own signs. */
export function unwiden(page: Page): Page {
  if (!page.lines.some((line) => RETYPED.test(line))) return page;
  // Beside straight ones, which mean something in a table, those of a word processor are letters of a cell.
  const isStraight = page.lines.some((line) => line.includes('"'));
  return mapLines(
    page,
    (line) => {
      const plain = line.replace(CELL_RETURN, '').replace(APOSTROPHE, "'").replace(WIDE, narrowed);
      return isStraight ? plain : plain.replace(QUOTE, '"');
    },
    'signs that an office program had put for others were put back',
  );
}

function narrowed(sign: string): string {
  return String.fromCharCode(sign.charCodeAt(0) - WIDE_STEP);
}

function untab(page: Page): Page {
  if (!page.lines.some((line) => line.includes('\t') && TAB_IN_STAMP.test(line))) return page;
  const stamped = (_: string, before: string, day: string, year?: string): string =>
    `${before} ${day.padStart(2)} ${year === undefined ? '' : `${year} `}`;
  return mapLines(page, (line) => line.replace(TABBED_STAMP, stamped), 'tabs in its stamps were made blanks');
}

function pointStamps(page: Page): Page {
  if (!page.lines.some((line) => COMMA_STAMP.test(line))) return page;
  return mapLines(page, (line) => line.replace(COMMA_STAMP, '$1.$2'), 'commas in its stamps were made points');
}
