/** An export is a log whose lines a tool has put into fields: tables, a record of JSON a line, or the answer of a search as one value. */
import { decode } from '../decode.ts';
import { dataBeside, readOutputs } from './outputs.ts';
import { mapLines, type Page, shareOf } from './page.ts';
import { inOrderOfRecords } from './record-order.ts';
import { ISO_FIELD, MESSAGE, messageOf, STAMP_FIELD } from './row.ts';

const DONE = 'fields of an export were joined';
/** Nearly all lines are such. */
const MOST = 0.9;

/** `"2026-01-05 03:00:21","192.0.2.1","%CRYPTO-4-…"`, `{"host":"hq","message":"%CRYPTO-4-…"}` */
export function unexport(page: Page): Page {
  const isTable = shareOf(page.lines.length > HEADING_LINES + 1 ? page.lines.slice(HEADING_LINES) : page.lines, isRow) >= MOST;
  const isJson = shareOf(page.lines, (line) => /^\s*\[?\{".*\}\]?,?\s*$/.test(line)) >= MOST;
  if (page.lines.length === 0) return page;
  if (shareOf(page.lines, isPiped) >= MOST)
    return mapLines(page, (line) => (line.trim() === '' ? line : messageOf(line.replace(/^\||\s?\|\s*$/g, '').split(/\s\|\s/))), DONE);
  if (shareOf(page.lines, isTabbed) >= MOST)
    return mapLines(page, (line) => (line.trim() === '' ? line : messageOf(line.split('\t'))), DONE);
  const answer = isTable || (isJson && page.lines.filter((line) => line.trim() !== '').length > 1) ? undefined : answerOf(page);
  const unpacked = answer === undefined ? undefined : unpackAnswer(page, answer);
  if (unpacked !== undefined || (!isTable && !isJson)) return unpacked ?? page;
  if (isJson && !page.lines.some((line) => MESSAGE.test(line) || CLOCK.test(line))) return page;
  return mapLines(page, (line) => (line.trim() === '' ? line : ((isJson ? messageOfJson(line) : messageOfRow(line)) ?? line)), DONE);
}

/** Of a message that a tool took apart its stamp is left. */
const CLOCK = /\d{2}:\d{2}:\d{2}/;
/** `"2026-01-05 03:00:21","192.0.2.1","%CRYPTO-4-…"`, `05.01.2026;04:00:21;192.0.2.1;"%CRYPTO-4-…"`: a field in quotation marks, of whole fields before and behind. */
const ROW = /^"(?:[^"]|"")*"(?:[,;\t]|$)|^(?:[^,;\t"]{0,80}[,;\t]){1,20}"(?:[^"]|"")*"(?:[,;\t]|\s*$)/;
/** What the columns are called is often in no quotation marks. */
const HEADING_LINES = 1;

function isRow(line: string): boolean {
  return ROW.test(line);
}

const ROW_FIELD = /(?:^|[,;\t])(?:"((?:[^"]|"")*)"|([^",;\t]*))/g;

function messageOfRow(line: string): string | undefined {
  const fields = [...line.matchAll(ROW_FIELD)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
  return messageOf(fields);
}

function messageOfJson(line: string): string | undefined {
  const value = parseJson(line.trim().replace(/^\[|,$|\]$/g, ''));
  return value === undefined
    ? undefined
    : recordsIn(value)
        .map((record) => messageOf(textsIn(record)))
        .join('\n');
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
  const messages = records.flatMap((record) => {
    const texts = textsIn(record);
    return texts.some((text) => MESSAGE.test(text)) ? [texts] : [];
  });
  if (messages.length === 0) return undefined;
  let at = 0;
  const found = messages.map((texts) => {
    const printed = JSON.stringify(texts.filter((text) => MESSAGE.test(text)).at(-1) ?? '').slice(1, -1);
    const place = page.lines.findIndex((line, index) => index >= at && line.includes(printed));
    at = place === -1 ? at : place;
    return { texts, number: page.numbers[at] ?? at + 1 };
  });
  const ordered = inOrderOfRecords(found);
  const lines = ordered.flatMap(({ texts, number }) =>
    messageOf(texts)
      .split('\n')
      .map((line) => ({ line, number })),
  );
  const others = records.filter((record) => Object.keys(record).length >= FIELDS_LEAST).length - messages.length;
  const left = others > 0 ? [`${others} of its ${records.length} records ${others === 1 ? 'holds' : 'hold'} no message of a router`] : [];
  const done = [...page.done, DONE, ...(ordered === found ? [] : ['its records were put in the order of their stamps'])];
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

function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where a value holds a list of objects, each of these is a record; else it is one itself. */
function recordsIn(value: object, depth = 0): object[] {
  const inside = Object.values(value).filter((each): each is object => typeof each === 'object' && each !== null);
  if (Array.isArray(value)) return inside.length === 0 ? [value] : inside.flatMap((each) => recordsIn(each, depth + 1));
  const lists = depth < ENVELOPES_MAX ? inside.flatMap((each) => (holdsRecords(each) ? recordsIn(each, depth + 1) : [])) : [];
  return lists.length === 0 ? [value] : lists;
}

function holdsRecords(value: object): boolean {
  const inside = Object.values(value);
  const isList = Array.isArray(value) && inside.some((each) => typeof each === 'object' && each !== null);
  return isList || (!Array.isArray(value) && inside.some((each) => Array.isArray(each) && holdsRecords(each)));
}

/** `{"preview":false,"result":{"_raw":"…"}}`, `{"_source":{"event":{"original":"…"}}}`: tools put a record into envelopes of their own. */
function textsIn(value: object, depth = 0): string[] {
  return Object.values(value).flatMap((each) => {
    if (typeof each === 'string') return [each];
    if (isBytes(each)) return [decode(Uint8Array.from(each)).text];
    return typeof each === 'object' && each !== null && depth < ENVELOPES_MAX ? textsIn(each, depth + 1) : [];
  });
}

const ENVELOPES_MAX = 6;

/** The journal writes a field that is no plain text as the numbers of its bytes. [C] systemd, Journal Export Formats, JSON */
function isBytes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => Number.isInteger(each) && each >= 0 && each <= BYTE_MAX);
}

const BYTE_MAX = 255;

/** `| Jan  5 03:00:21.223 | %CRYPTO-4-… |`, with its first bar or without */
const PIPED = /^\|? ?[^|]*\|.*\|\s*$/;

function isPiped(line: string): boolean {
  return line.trimEnd().endsWith('|') && PIPED.test(line);
}

/** A field of its own for the stamp: behind `Jan  5 03:00:21.223:` a router itself may print a tab. */
function isTabbed(line: string): boolean {
  if (!line.includes('\t')) return false;
  const fields = line.split('\t');
  return fields.length >= FIELDS_MIN && fields.some((field) => STAMP_FIELD.test(field) || ISO_FIELD.test(field));
}

const FIELDS_MIN = 3;
