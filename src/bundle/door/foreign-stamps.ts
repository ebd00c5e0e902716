/** The stamps of relays, viewers and exports come in the forms of their countries and tools: where a line has no other, its stamp is put into the one form that every reader takes for a relay's. */
import { BODY_START } from '../../ios/log/head.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { RELAY_PRECISION_MS } from '../../ios/log/relay-stamp.ts';
import { type DateOrder, dateOrderOf, inOrder } from './date-order.ts';
import { dateOf, FOREIGN_DATES, type ForeignDate } from './foreign-date.ts';
import { mapLines, type Page, shareOf } from './page.ts';
import { isTable } from './table.ts';

/** `<189>`, `hq `, and nothing else may stand before it; behind it ends a field. */
const AT_FRONT = FOREIGN_DATES.map(
  (form) => new RegExp(`^(?<before>\\s{0,4}(?:<\\d{1,3}>\\d? ?)?(?:[\\w.-]{1,64}[ ,;|\\t])?\\[?)${form}(?:\\]?:?[ ,;|\\t]|$)`),
);
/** `"Jan 5, 2026 @ 03:00:21.223"` */
const QUOTED = FOREIGN_DATES.map((form) => new RegExp(`^${form}$`));
const FIELD = /"([^"\\]{8,48})"/g;
/** `1767582021.223,hq,"%CRYPTO-4-…"`: what needs no quotation marks has none. [C] RFC 4180 2.5 */
const BARE_FIELD = /^((?:[^",;\t]{0,80}[,;\t]){0,4}?)(\d[^",;\t]{7,48})(?=[,;\t])/;
/** `1/5/2026,2:50:21 PM,`: the day in one field, the time in the next. */
const TWO_FIELDS = /(^|[,;\t])("?)(\d[^",;\t:]{5,18})\2([,;\t])("?)(\d{1,2}:\d{2}:\d{2}[^",;\t]{0,16})\5(?=[,;\t]|$)/;
/** `hq\tJan 05, 2026 08:54:30 AM\t…`: between tabs a comma is of the date. */
const TABBED_FIELD = /(^|\t)([A-Z\d][^"\t]{7,48})(?=\t|$)/g;
/** `"timestamp":1767581421223`: other numbers of a record are no times. */
const NUMBER_FIELD =
  /("(?:@?timestamp|_?time|ts|date|datetime|received(?:_at)?|event_?time)"\s*:\s*)(1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?)(?=[,}\s]|$)/gi;
const ISO =
  /^\s*(?:<\d{1,3}>\d? ?)?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?(?:,(?!\d)|\s(?! ?(?:[+-]\d{2}:?\d{2}|UTC|GMT)\b))/;
/** `1767582021: `: a colon stands behind the number of a message. */
const COUNTED = /^\s{0,4}(?:<\d{1,3}>)?\d{1,10}: /;
/** Such a stamp before nearly every line is the tool's, on lines below a message too. */
const MOST = 0.5;

const SAID = 'the stamps of a relay or a viewer were put into the form in which relays stamp';
export const ORDER_NOT_KNOWN = 'its dates may have the day or the month first, and nothing in it tells which: no time was taken from them';

export function restamp(page: Page): Page {
  const isInFields = isTable(page) ? () => true : isQuoting;
  const found = page.lines.flatMap((line) => foundIn(line, isInFields(line)));
  if (found.length === 0) return page;
  const order = dateOrderOf(found);
  const isMost = shareOf(page.lines, (line) => frontOf(line) !== undefined) >= MOST;
  const lines = page.lines.map((line) => (isInFields(line) ? restampedFields(line, order) : restamped(line, order, isMost)));
  const isUntold = order === 'unknown' && found.some(({ isEither }) => isEither);
  if (!isUntold && lines.every((line, at) => line === page.lines[at])) return page;
  return mapLines(page, (_, at) => lines[at], isUntold ? ORDER_NOT_KNOWN : SAID);
}

/** The dates of a line, as they stand. */
function foundIn(line: string, isInFields: boolean): ForeignDate[] {
  if (isInFields) return fieldsIn(line).flatMap((field) => whole(field) ?? []);
  const front = frontOf(line);
  return front === undefined ? [] : [front.date];
}

function fieldsIn(line: string): string[] {
  const quoted = [...line.matchAll(FIELD)].map(([, field = '']) => field);
  const numbers = [...line.matchAll(NUMBER_FIELD)].map(([, , number = '']) => number);
  const tabbed = line.includes('\t') ? [...line.matchAll(TABBED_FIELD)].map(([, , field = '']) => field) : [];
  const two = TWO_FIELDS.exec(line);
  return [BARE_FIELD.exec(line)?.[2] ?? '', ...(two === null ? [] : [`${two[3]} ${two[6]}`]), ...quoted, ...numbers, ...tabbed];
}

function restamped(line: string, order: DateOrder, isMost: boolean): string {
  const front = frontOf(line);
  if (front === undefined) return line;
  const { date, before, rest, isTabbed } = front;
  const printed = printedOf(date, order);
  // Each field stays in its own column, on a line below a message too.
  if (isTabbed) return printed === undefined ? line : `${before}${printed}\t${rest}`;
  const { isHead, stamp } = readLogLine(line);
  // The router's own time goes before a relay's; a line below a message has no use for either.
  if ((stamp !== undefined && stamp.precisionMs !== RELAY_PRECISION_MS) || (!isHead && !isMost)) return line;
  if (!isHead && !readLogLine(rest.trimStart()).isHead) return rest;
  const [priority = ''] = /^\s{0,4}<\d{1,3}>/.exec(before) ?? [];
  const name = before.slice(priority.length).replace(/^\d ?/, '').replace(/\[$/, '').trim();
  return [`${priority}${printed ?? ''}`, name.replace(/[,;|]$/, ''), rest.trimStart()].filter((part) => part !== '').join(' ');
}

function restampedFields(line: string, order: DateOrder): string {
  const read = (text: string): string | undefined => {
    const date = whole(text);
    return date === undefined ? undefined : (printedOf(date, order) ?? '');
  };
  const behind = (field: string, before: string, text: string): string => {
    const printed = read(text);
    return printed === undefined ? field : `${before}${printed}`;
  };
  const apart = (field: string, before: string, mark: string, day: string, sign: string, _mark: string, time: string): string => {
    const printed = read(`${day} ${time}`);
    if (printed === undefined) return field;
    const [date = '', clock = ''] = printed.split(' ');
    // Each stays in its own column.
    return `${before}${mark}${date}${mark}${sign}${mark}${clock}${mark}`;
  };
  const joined = line.replace(TWO_FIELDS, apart);
  return (joined.includes('\t') ? joined.replace(TABBED_FIELD, behind) : joined)
    .replace(BARE_FIELD, behind)
    .replace(FIELD, (field, text: string) => {
      const printed = read(text);
      return printed === undefined ? field : `"${printed}"`;
    })
    .replace(NUMBER_FIELD, (field, name: string, number: string) => {
      const printed = read(number);
      return printed === undefined ? field : `${name}"${printed}"`;
    });
}

/** Undefined where nobody knows which is the month. */
function printedOf(date: ForeignDate, order: DateOrder): string | undefined {
  if (date.isEither && order === 'unknown') return undefined;
  const { year, month, day, time, zone } = inOrder(date, order);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')} ${time}${zone}`;
}

function isQuoting(line: string): boolean {
  return /^\s*\[?\s*[{"]/.test(line) || /[,;\t]"/.test(line);
}

function whole(text: string): ForeignDate | undefined {
  for (const form of QUOTED) {
    const groups = form.exec(text)?.groups;
    const date = groups === undefined ? undefined : dateOf(groups);
    if (date !== undefined) return date;
  }
  return undefined;
}

interface Front {
  date: ForeignDate;
  before: string;
  rest: string;
  /** Further fields follow. */
  isTabbed: boolean;
}

function frontOf(line: string): Front | undefined {
  if (!mayBegin(line) || ISO.test(line) || COUNTED.test(line)) return undefined;
  for (const form of AT_FRONT) {
    const match = form.exec(line);
    const date = match?.groups === undefined ? undefined : dateOf(match.groups);
    if (match === null || date === undefined) continue;
    const before = match.groups?.['before'] ?? '';
    const rest = line.slice(match[0].length);
    return BODY_START.test(before) ? undefined : { date, before, rest, isTabbed: match[0].endsWith('\t') && rest.includes('\t') };
  }
  return undefined;
}

/** `Nov 12 2025 10:20:00.043 UTC: `: the router's own stamp, which goes before any other. */
const OWN = /^[*.]?[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?: [A-Za-z]\w{0,9})?: /;
/** A time of day, seconds since 1970, or the figures of both without a sign between. */
const TIME = /\d:\d{2}:\d{2}|1\d{9}|\d{6}T?\d{4}/;
const FRONT_CHARACTERS = 140;

/** Most lines of a router have its own stamp, or no time at all. */
function mayBegin(line: string): boolean {
  return !OWN.test(line) && TIME.test(line.length > FRONT_CHARACTERS ? line.slice(0, FRONT_CHARACTERS) : line);
}
