/** A table is an export with a message a row: its fields may be in quotation marks, and hold more than one line. */
import type { Page } from './page.ts';
import { shareOf } from './page.ts';
import { hostOfRecord } from './record-host.ts';
import { recordOf } from './records.ts';
import { JOINED, MESSAGE, messageOf } from './row.ts';

/** Nearly all rows are such. */
const MOST = 0.9;
/** `"2026-01-05 03:00:21","192.0.2.1","%CRYPTO-4-…"`, `05.01.2026;04:00:21;192.0.2.1;"%CRYPTO-4-…"`: a field in quotation marks, of whole fields before and behind. */
const ROW = /^"(?:[^"]|"")*"(?:[,;\t]|$)|^(?:[^,;\t"]{0,80}[,;\t]){1,20}"(?:[^"]|"")*"(?:[,;\t]|\s*$)/;
/** A field with the sign before it, of a row that has one before its first field too. */
const FIELD = /[,;\t](?:"((?:[^"]|"")*)"|([^",;\t]*))/g;
/** Where the heading shows which sign parts the columns, the others are of the text. */
const FIELDS: Readonly<Record<string, RegExp>> = {
  '\t': /\t(?:"((?:[^"]|"")*)"(?=\t|\s*$)|([^\t]*))/g,
  ';': /;(?:"((?:[^"]|"")*)"(?=;|\s*$)|([^;]*))/g,
};
/** What the columns are called is often in no quotation marks. */
const HEADING_ROWS = 1;
/** No message has more lines; a quotation mark that nothing closes is no field. */
const ROW_LINES_MAX = 400;

interface Row {
  text: string;
  /** Where it begins, among the lines of the page. */
  at: number;
}

/** Undefined of what is none. */
export function readTable(page: Page): Page | undefined {
  const rows = tableIn(page.lines);
  if (rows === undefined) return undefined;
  const sign = separatorOf(rows[0]);
  const columns = columnsOf(rows[0], sign);
  const lines = rows.flatMap(({ text, at }) =>
    (text.trim() === '' ? text : messageOfRow(fieldsOf(text, sign), columns))
      .split('\n')
      .map((line, below) => ({ line, number: page.numbers[Math.min(at + below, page.numbers.length - 1)] ?? at + below + 1 })),
  );
  return {
    ...page,
    lines: lines.map(({ line }) => line),
    numbers: lines.map(({ number }) => number),
    done: [...page.done, JOINED],
  };
}

/** True where a line without quotation marks is a row like those that have them. */
export function isTable({ lines }: Page): boolean {
  return tableIn(lines) !== undefined;
}

/** `1,2026/01/05 03:00:00,001801000001,SYSTEM,vpn,…,"IPSec key deleted. …",…`: so PAN-OS itself sends it, and so it is read. [C PAN-OS, System Log Fields] */
const SENT_AS_ROW = /^(?:[^,"]{0,80},){3}(?:SYSTEM|CONFIG|TRAFFIC|GLOBALPROTECT),/;

function tableIn(lines: readonly string[]): Row[] | undefined {
  if (shareOf(lines, (line) => SENT_AS_ROW.test(line)) >= MOST) return undefined;
  if (!lines.some((line) => line.includes('"')) && separatorOf({ text: lines[0] ?? '', at: 0 }) === undefined) return undefined;
  const rows = rowsOf(lines);
  const texts = (rows.length > HEADING_ROWS + 1 ? rows.slice(HEADING_ROWS) : rows).map(({ text }) => text);
  return shareOf(texts, (text) => ROW.test(text)) >= MOST || isHeaded(rows[0], texts) ? rows : undefined;
}

/** A field goes on over the end of a line until its quotation mark is closed. [C] RFC 4180 2.6 */
function rowsOf(lines: readonly string[]): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = endOfRow(lines, at);
    rows.push({ text: lines.slice(at, end).join('\n'), at });
    at = end;
  }
  return rows;
}

/** Behind its last line; a row that is never closed is its first line alone. */
function endOfRow(lines: readonly string[], from: number): number {
  let isOpen = false;
  for (let at = from; at < lines.length && at < from + ROW_LINES_MAX; at += 1) {
    if (marksIn(lines[at] ?? '') % 2 === 1) isOpen = !isOpen;
    if (!isOpen) return at + 1;
  }
  return from + 1;
}

function marksIn(line: string): number {
  let count = 0;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) count += 1;
  return count;
}

function fieldsOf(row: string, sign: string | undefined): string[] {
  const fields = `${sign ?? ','}${row}`.matchAll(FIELDS[sign ?? ''] ?? FIELD);
  return [...fields].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
}

/** A tab or a semicolon between the names of columns: where they stand, a comma is of a name or of a message. */
function separatorOf(first: Row | undefined): string | undefined {
  const text = first?.text ?? '';
  return Object.keys(FIELDS).find((sign) => {
    const names = text.includes(sign) ? text.split(sign) : [];
    return names.length >= COLUMNS_LEAST && names.every((name) => COLUMN_NAME.test(name.replace(/^"|"\s*$/g, '')));
  });
}

/** Where only what needs quotation marks has them, each row has as many fields as the columns have names. [C] RFC 4180 2.4, 2.5 */
function isHeaded(first: Row | undefined, rows: readonly string[]): boolean {
  const sign = separatorOf(first);
  const names = fieldsOf(first?.text ?? '', sign);
  if (names.length < COLUMNS_LEAST || !names.every((name) => COLUMN_NAME.test(name))) return false;
  const isMarked = sign !== undefined || rows.some((row) => ROW.test(row));
  return isMarked && shareOf(rows, (row) => fieldsOf(row, sign).length === names.length) >= MOST;
}

const COLUMNS_LEAST = 2;
/** `Time`, `Host Name`, `@timestamp`: no message and no date. */
const COLUMN_NAME = /^\s*[A-Za-z@_][\w .@()/-]{0,39}$/;

/** What the columns are called, where one of them says who printed the message. */
function columnsOf(first: Row | undefined, sign: string | undefined): string[] | undefined {
  const names = fieldsOf(first?.text ?? '', sign).map((name) => name.trim());
  const isHeading = names.length > 1 && names.every((name) => name.length < NAME_CHARACTERS && !MESSAGE.test(name));
  return isHeading && hostOfRecord(Object.fromEntries(names.map((name) => [name, ANY_NAME]))) !== undefined ? names : undefined;
}

const NAME_CHARACTERS = 40;
const ANY_NAME = 'router';

function messageOfRow(fields: readonly string[], columns: readonly string[] | undefined): string {
  if (columns === undefined || fields.length !== columns.length) return messageOf(fields);
  return messageOf(recordOf(Object.fromEntries(columns.map((name, at) => [name, fields[at] ?? '']))).texts);
}
