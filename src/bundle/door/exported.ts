/** An export is a log whose lines a tool has put into fields: tables, a record of JSON a line, or the answer of a search as one value. */
import { readLogLine } from '../../ios/log/line.ts';
import { dataBeside, readLogLines, readOutputs } from './outputs.ts';
import { mapLines, type Page, shareOf } from './page.ts';
import { inOrderOfRecords } from './record-order.ts';
import { belowTheirOwn, recordsIn } from './records.ts';
import { columnOf, DAY_FIELD, holdsMessage, ISO_FIELD, JOINED, MESSAGE, messageOf, STAMP_FIELD } from './row.ts';
import { readTable } from './table.ts';

/** Nearly all lines are such. */
const MOST = 0.9;

/** `"2026-01-05 03:00:21","192.0.2.1","%CRYPTO-4-…"`, `{"host":"hq","message":"%CRYPTO-4-…"}` */
export function unexport(page: Page): Page {
  const table = readTable(page);
  if (table !== undefined) return table;
  const isJson = shareOf(page.lines, (line) => /^\s*\[?\{".*\}\]?,?\s*$/.test(line)) >= MOST;
  if (page.lines.length === 0) return page;
  if (shareOf(page.lines, isPiped) >= MOST) return unpiped(page);
  if (shareOf(page.lines, isTabbed) >= MOST) return untabbed(page);
  const answer = isJson && page.lines.filter((line) => line.trim() !== '').length > 1 ? undefined : answerOf(page);
  const unpacked = answer === undefined ? undefined : unpackAnswer(page, answer);
  if (unpacked !== undefined || !isJson) return unpacked ?? page;
  if (!page.lines.some((line) => MESSAGE.test(line) || CLOCK.test(line))) return page;
  const lines = page.lines.flatMap((line, at) =>
    (line.trim() === '' ? [line] : (messagesOfJson(line) ?? [line])).map((text) => ({ text, number: page.numbers[at] ?? at + 1 })),
  );
  return { ...page, lines: lines.map(({ text }) => text), numbers: lines.map(({ number }) => number), done: [...page.done, JOINED] };
}

/** As Markdown has it, a message is between backticks, and what is as in the row above may be left empty. */
function unpiped(page: Page): Page {
  const rows = page.lines.map((line) => fieldsOfPiped(line));
  const column = columnOf(rows);
  let above: readonly string[] = [];
  return mapLines(
    page,
    (line, at) => {
      const row = rows[at] ?? [];
      if (line.trim() === '') return line;
      const isBelow = column === row.length - 1 && row.some((field, place) => field.trim() === '' && place < column) && !beginsOne(row);
      const fields = isBelow ? row.map((field, place) => (field.trim() === '' ? (above[place] ?? '') : field)) : row;
      above = fields;
      return messageOf(fields, column);
    },
    JOINED,
  );
}

/** What is a message of its own may be of somebody who is not told. */
function beginsOne(row: readonly string[]): boolean {
  return readLogLine(row.at(-1) ?? '').isHead;
}

function fieldsOfPiped(line: string): string[] {
  const fields = line.replace(/^\||\s?\|\s*$/g, '').split(/\s\|\s/);
  return fields.map((field) => field.replace(/^\s*`(.*)`\s*$/, '$1'));
}

function untabbed(page: Page): Page {
  const column = columnOf(page.lines.map((line) => line.split('\t')));
  return mapLines(page, (line) => (line.trim() === '' ? line : messageOf(line.split('\t'), column)), JOINED);
}

/** Of a message that a tool took apart its stamp is left. */
const CLOCK = /\d{2}:\d{2}:\d{2}/;
function messagesOfJson(line: string): string[] | undefined {
  const value = parseJson(line.trim().replace(/^\[|,$|\]$/g, ''));
  if (value === undefined) return undefined;
  return readLogLines(value) ?? recordsIn(value).flatMap(({ texts, more }) => (more ?? messageOf(texts)).split('\n'));
}

/** The answer of a search as one value: `{"hits":{"hits":[{"_source":{…}},…]}}`, on one line or spread out. */
function answerOf(page: Page): object | undefined {
  const [first = ''] = page.lines;
  if (!/^\s*[[{]\s*(?:["{}\]]|$)/.test(first) || page.lines.length > LINES_MAX) return undefined;
  return parseJson(page.lines.join('\n'));
}

/** A larger answer is no paste. */
const LINES_MAX = 200_000;

function unpackAnswer(page: Page, answer: object): Page | undefined {
  const outputs = readOutputs(answer);
  if (outputs !== undefined) return placed({ ...page, left: [...(page.left ?? []), ...dataBeside(answer)] }, outputs);
  const records = recordsIn(answer);
  const messages = records.filter(({ texts, more }) => more !== undefined || holdsMessage(texts));
  if (messages.length === 0) return undefined;
  let at = 0;
  const found = messages.map((record) => {
    const printed = JSON.stringify(record.more ?? record.texts.filter((text) => MESSAGE.test(text)).at(-1) ?? '').slice(1, -1);
    const place = page.lines.findIndex((line, index) => index >= at && line.includes(printed));
    at = place === -1 ? at : place;
    return { ...record, number: page.numbers[at] ?? at + 1 };
  });
  const ordered = inOrderOfRecords(found);
  const lines = belowTheirOwn(ordered).flatMap(({ texts, more, number }) =>
    (more ?? messageOf(texts)).split('\n').map((line) => ({ line, number })),
  );
  const others = records.filter(({ fields }) => fields >= FIELDS_LEAST).length - messages.length;
  const left = others > 0 ? [`${others} of its ${records.length} records ${others === 1 ? 'holds' : 'hold'} no message of a router`] : [];
  const done = [...page.done, JOINED, ...(ordered === found ? [] : ['its records were put in the order of their stamps'])];
  return {
    ...page,
    lines: lines.map(({ line }) => line),
    numbers: lines.map(({ number }) => number),
    done,
    left: [...(page.left ?? []), ...left],
  };
}

/** A record says at least who and what. */
const FIELDS_LEAST = 2;

/** Each line where it stands in the file, or behind the one before it: in JSON a text is one line. */
function placed(page: Page, lines: string[]): Page {
  let at = 0;
  const numbers = lines.map((line) => {
    const printed = JSON.stringify(line).slice(1, -1);
    const found = printed.trim() === '' ? -1 : page.lines.findIndex((each, index) => index >= at && each.includes(printed));
    at = found === -1 ? at : found;
    return page.numbers[at] ?? at + 1;
  });
  return { ...page, lines, numbers, done: [...page.done, 'the outputs of several commands were taken out of it'] };
}

/** Undefined for what is no JSON, and for a value that is no object or list. */
export function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `| Jan  5 03:00:21.223 | %CRYPTO-4-… |`, with its first bar or without */
const PIPED = /^\|? ?[^|]*\|.*\|\s*$/;

function isPiped(line: string): boolean {
  return line.trimEnd().endsWith('|') && PIPED.test(line);
}

/** A field of its own for the stamp: behind `Jan  5 03:00:21.223:` a router itself may print a tab. */
function isTabbed(line: string): boolean {
  if (!line.includes('\t')) return false;
  const fields = line.split('\t');
  return fields.length >= FIELDS_MIN && fields.some((field) => STAMP_FIELD.test(field) || ISO_FIELD.test(field) || DAY_FIELD.test(field));
}

const FIELDS_MIN = 3;
