/** A wrapping is what stands around every line of a log that was quoted, listed, numbered or exported: the line inside is what the router printed. */
import { mapLines, type Page, shareOf } from './page.ts';

/** `> `, `>> `, `> > `, `| `: how mails quote. */
export const MAIL_QUOTE = /^(?:(?:>|\|) ?)+/;
/** `- `, `* `, `• ` */
export const BULLET = /^\s{0,4}[-*\u2022] /;
/** `    12  `, `12\t`, `12: `, `12. `, `12) `, and `12:` as grep -n prints it */
export const LINE_NUMBER = /^ {0,8}(\d{1,7})(?:[:.)|]?\s|:)/;
/** ``` as a ticket fences it. */
export const FENCE = /^(?:```\w*|~~~|\{(?:code|noformat)(?::\w+)?\}|\[\/?code\])\s*$/;

/** Below half, it is the answer to a mail that somebody put quotes into. */
const QUOTED_SHARE = 0.5;
const MOST = 0.9;
const LINES_MIN = 2;

export function unwrap(page: Page): Page {
  return [unfence, unquote, unlist, unnumber, unexport, outdent].reduce((each, step) => step(each), page);
}

function unfence(page: Page): Page {
  return page.lines.some((line) => FENCE.test(line))
    ? mapLines(page, (line) => (FENCE.test(line) ? undefined : line), 'fences of a ticket were left out')
    : page;
}

function unquote(page: Page): Page {
  if (shareOf(page.lines, (line) => MAIL_QUOTE.test(line)) < QUOTED_SHARE) return page;
  return mapLines(page, (line) => line.replace(MAIL_QUOTE, ''), 'quotes of a mail were taken off');
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

/** `"2026-01-05 03:00:21","192.0.2.1","%CRYPTO-4-…"`, `{"host":"hq","message":"%CRYPTO-4-…"}` */
function unexport(page: Page): Page {
  const isTable = shareOf(page.lines, (line) => /^"(?:[^"]|"")*"(?:[,;\t]|$)|^[^,;\t"]*[,;\t]"/.test(line)) >= MOST;
  const isJson = shareOf(page.lines, (line) => /^\s*\[?\{".*\}\]?,?\s*$/.test(line)) >= MOST;
  if (page.lines.length === 0 || (!isTable && !isJson)) return page;
  return mapLines(
    page,
    (line) => (line.trim() === '' ? line : ((isJson ? messageOfJson(line) : messageOfRow(line)) ?? line)),
    'fields of an export were joined',
  );
}

/** A field that begins with a stamp or a head of IOS is the message; those before it are the relay's. */
const MESSAGE = /%[A-Z][A-Z0-9_]*-[0-7]-|\b(?:ISAKMP|IPSEC|IKEv2)\b|\d{2}:\d{2}:\d{2}.*: /;
const ROW_FIELD = /(?:^|[,;\t])(?:"((?:[^"]|"")*)"|([^",;\t]*))/g;

function messageOfRow(line: string): string | undefined {
  const fields = [...line.matchAll(ROW_FIELD)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
  return messageOf(fields);
}

function messageOfJson(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line.trim().replace(/^\[|,$|\]$/g, ''));
    return typeof value === 'object' && value !== null
      ? messageOf(Object.values(value).filter((each) => typeof each === 'string'))
      : undefined;
  } catch {
    return undefined;
  }
}

function messageOf(fields: readonly string[]): string | undefined {
  const message = fields.filter((field) => MESSAGE.test(field)).toSorted((one, two) => two.length - one.length)[0];
  if (message === undefined) return fields.join(' ').trim();
  return [...fields.filter((field) => field !== message && field !== '' && field.length < NOTE_CHARACTERS), message].join(' ');
}

/** Dates, hosts and severities are short. */
const NOTE_CHARACTERS = 40;

/** A paste into a ticket is indented as a whole. */
function outdent(page: Page): Page {
  let least = Number.POSITIVE_INFINITY;
  for (const line of page.lines) if (line.trim() !== '') least = Math.min(least, line.length - line.trimStart().length);
  if (!(least > 0 && least < Number.POSITIVE_INFINITY)) return page;
  return mapLines(page, (line) => line.slice(least), 'its indent was taken off');
}
