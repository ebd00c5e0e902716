/** A learned header is what stands before the stamps of a file's messages: a relay or a tool that puts it before every line puts it before what goes on, too. */
import { isHeadAt } from '../../ios/log/head.ts';
import { readLogLine, STAMP_ANYWHERE, STAMPED_LINE } from '../../ios/log/line.ts';

export interface LearnedHeader {
  pattern: RegExp;
  /** Whose lines these are: the header without its times and counts. */
  key: string;
}

/** A relay's header is shorter than this. [L] */
const HEADER_CHARACTERS = 200;
/** Routers and tools of one file. */
const HEADERS_MAX = 20;
/** `000123: `, `*`: what the router itself puts before its stamp. */
const OWN_COUNT = /(?<=^|[\s>:])\d{1,10}: $/;
const MARK = /[*.]$/;
/** Each is another in every line: times, dates, priorities, and numbers that stand alone. */
const VARIES =
  /\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?|\d{4}-\d{2}-\d{2}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2}\b|(?<![\w.:-])\d{1,10}(?![\w.]|[-:]\w)| +(?=\S)/g;
/** `<190>1 2026-01-05T02:30:00.139Z branch %CRYPTO - - - `: who sent it, before the name of a program, its number, a name of the message and data, of which the lines below a message may have none. [C] RFC 5424 6 */
export const STRUCTURED_HEADER =
  /^<\d{1,3}>1 \d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2}) ([\w.:-]{1,255}) (?:\S{1,128} ){3}(?:-|(?:\[(?:[^\]\\]|\\.){1,400}\]){1,8})(?: |$)/;
const TELLING = /[A-Za-z|\u2502]|\d{2}:\d{2}:\d{2}/;

/** None where messages begin their lines. */
export function learnHeaders(lines: readonly string[]): LearnedHeader[] {
  const learned = new Map<string, LearnedHeader>();
  for (const line of lines) {
    const header = headerOf(line);
    if (header === undefined) continue;
    if (header === '') return [];
    for (const each of [header, header.replace(OWN_COUNT, '')]) {
      if (!TELLING.test(each)) continue;
      const made = patternOf(each);
      learned.set(made.pattern.source, made);
    }
    if (learned.size > HEADERS_MAX) return [];
  }
  return [...learned.values()].toSorted((one, two) => two.pattern.source.length - one.pattern.source.length);
}

/** What stands before the message's own stamp, or before its first word where a relay alone stamped it. */
function headerOf(line: string): string | undefined {
  const found = STAMP_ANYWHERE.exec(line.slice(0, HEADER_CHARACTERS));
  if (found === null) return beforeBody(line);
  const rest = line.slice(found.index + found[0].length);
  // Of two stamps in a row the first is a relay's.
  if (STAMPED_LINE.test(rest)) return line.slice(0, line.length - rest.length);
  return isHeadAt(rest, 0) ? line.slice(0, found.index).replace(MARK, '') : undefined;
}

function beforeBody(line: string): string | undefined {
  const { isHead, body, stamp } = readLogLine(line);
  return isHead && stamp !== undefined && isHeadAt(body, 0) ? line.slice(0, line.length - body.length) : undefined;
}

function patternOf(header: string): LearnedHeader {
  let source = '';
  let from = 0;
  for (const found of header.matchAll(VARIES)) {
    source += escaped(header.slice(from, found.index)) + formOf(found[0]);
    from = found.index + found[0].length;
  }
  // Blanks at its end belong to it, and none of those with which a line is indented.
  return { pattern: new RegExp(`^${source}${escaped(header.slice(from))}`), key: keyOf(header) };
}

/** `hq 12: ` of a message that the router counted, and `hq ` of the lines below it, which it did not: the same router's. */
function keyOf(header: string): string {
  const host = STRUCTURED_HEADER.exec(header)?.[1];
  if (host !== undefined) return host.toLowerCase();
  const lasting = header
    .replace(OWN_COUNT, '')
    .replace(VARIES, ' ')
    .replace(/[\s:]+$/, '');
  return lasting.trim().replace(/\s+/g, ' ').toLowerCase();
}

function formOf(printed: string): string {
  if (printed.trim() === '') return ' +';
  if (/^\d{2}:/.test(printed)) return '\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?';
  if (/^\d{4}-/.test(printed)) return '\\d{4}-\\d{2}-\\d{2}';
  return /^\d/.test(printed) ? '\\d{1,10}' : '[A-Z][a-z]{2} {1,2}\\d{1,2}';
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
