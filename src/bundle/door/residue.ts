/** Residue is what terminals, mail programs and other systems leave in a text: it is taken out, and lines keep their numbers. */
import type { Page } from './page.ts';
import { unshowControls } from './shown-controls.ts';

/** `ESC[2K`, `ESC[1;31m`, `ESC]0;title BEL`: colour, cursor, window title. ESC begins each of them, or CSI and OSC as one character: no NUL, no tab. [C] ECMA-48 */
export const ESCAPES = /(?:\u001B\[|\u009B)[0-9;?]*[ -/]*[@-~]|(?:\u001B\]|\u009D)[^\p{Cc}]{0,200}\p{Cc}|\u001B[()][A-Z0-9]/gu;
/** `[01;31m[K`, `[m[K`: what is left of a colour where its ESC was lost in a copy, or was written out as `^[`, `\033`, `ESC`, in a line that also ends one. [C ECMA-48 8.3.117] `[meta sequenceId="1"]` is none. [C RFC 5424 7.3] */
export const COLOUR_LEFT =
  /(?:\^\[|\\(?:0?33|x1[Bb]|u001[Bb]|e)|<?ESC>?|[\u241B\u2190])?\[(?:(?:\d{1,3}(?:;\d{1,3}){0,4}m|m(?!eta\b))(?:\[K)?|K(?=\s|$))/g;
const COLOUR_END = /\[0{0,2}m(?!eta\b)/;
/** ` --More-- ` and the blanks that wiped it out. */
export const MORE = /^ ?(?:--More--|<--- More --->) ?(?: {8,9}(?=\S| {2}))?| ?(?:--More--|<--- More --->) ?/g;
/** Blanks that are none in ASCII: no-break, figure, narrow, ideographic. */
export const WIDE_BLANKS = /[\u00A0\u2007\u2009\u202F\u3000]/g;
/** Marks that take no room: soft hyphens, joiners, those of direction. */
export const NO_WIDTH = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g;
/** What a word processor makes of a hyphen: no-break, figure and en dash, minus. */
export const LIKE_HYPHEN = /[\u2010-\u2013\u2212]/g;
/** Anything that is not plain text. */
const NOT_PLAIN =
  /(?![\t\r\n])\p{Cc}|--More--|<--- More --->|[\u00A0\u00AD\u2007\u2009-\u2013\u2028-\u202F\u2060-\u2064\u2212\u3000\uFEFF]|\r(?!\n|\r*\n)|\[0{0,2}m(?!eta\b)/u;
const CONTROLS = /(?!\t)\p{Cc}/gu;

/** The text as a page. */
export function openPage(path: string, handed: string): Page {
  const unshown = unshowControls(handed);
  const text = unshown ?? handed;
  const printed = linesOf(text);
  const done: string[] = printed.isByReturns ? ['its lines end in carriage returns alone'] : [];
  if (unshown !== undefined) done.push('tabs and line ends that were shown as signs (cat -A) were put back');
  if (!NOT_PLAIN.test(text) || (printed.isByReturns && !NOT_PLAIN.test(text.replaceAll('\r', '\n'))))
    return { path, lines: printed.lines, numbers: printed.lines.map((_, at) => at + 1), done };
  const page: Page = { path, lines: [], numbers: [], done: [...done, 'what a terminal or a mail left in it was taken out'] };
  printed.lines.forEach((line, at) => {
    for (const text of NOT_PLAIN.test(line) ? plainLines(line) : [line]) {
      page.lines.push(text);
      page.numbers.push(at + 1);
    }
  });
  return page;
}

function linesOf(text: string): { lines: string[]; isByReturns: boolean } {
  const isByReturns = text.includes('\r') && !text.includes('\n');
  const whole = isByReturns ? text : text.replace(/\r+$/gm, '');
  return {
    lines: whole.split(isByReturns ? '\r' : '\n').map((line) => (line.endsWith('\r') ? line.replace(/\r+$/, '') : line)),
    isByReturns,
  };
}

/** A return alone; and the ends of lines of word processors and of mainframes: vertical tab, NEL, line and paragraph separator. [C Unicode, 5.8] */
const LINE_END = /[\r\v\u0085\u2028\u2029]/;

/** A carriage return alone wipes the pager's prompt out, or ends a line. */
function plainLines(line: string): string[] {
  const bare = line.replace(ESCAPES, '');
  const uncoloured = COLOUR_END.test(bare) ? bare.replace(COLOUR_LEFT, '') : bare;
  const parts = uncoloured.replace(WIDE_BLANKS, ' ').replace(NO_WIDTH, '').replace(LIKE_HYPHEN, '-').split(LINE_END);
  const plain = parts.map((part) => overwritten(part).replace(MORE, '').replace(CONTROLS, ''));
  const kept = plain.filter((part) => part.trim() !== '');
  return kept.length === 0 ? [''] : kept;
}

const BACKSPACE = '\b';

/** As the terminal showed it: what is typed behind a backspace takes the place of what stood there. */
function overwritten(line: string): string {
  if (!line.includes(BACKSPACE)) return line;
  const shown: string[] = [];
  let at = 0;
  for (const character of line) {
    if (character === BACKSPACE) at = Math.max(0, at - 1);
    else {
      shown[at] = character;
      at += 1;
    }
  }
  return shown.join('').trimEnd();
}
