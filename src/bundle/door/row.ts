/** A row is one message whose parts a tool has put into fields: the line that the router printed is made of them again. */
import { readLogLine } from '../../ios/log/line.ts';
import { readAddress } from '../../ipsec/address.ts';

/** What is said of a page whose lines were made of fields. */
export const JOINED = 'fields of an export were joined';

/** A field that begins with a stamp or a head of IOS is the message; those before it are the relay's. */
export const MESSAGE = /%[A-Z][A-Z0-9_]*-[0-7]-|\b(?:ISAKMP|IPSEC|IKEv2)\b|\d{2}:\d{2}:\d{2}.{0,80}: /;
/** `*Jan  5 2026 03:00:21.223 UTC`, and nothing else in the field. */
export const STAMP_FIELD =
  /^\s*[*.]?(?:\d{4} )?[A-Z][a-z]{2}\.? {1,2}\d{1,2} (?:\d{4} )?\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?: ?[A-Za-z+-][\w+:-]{0,9})?\s*$/;
export const ISO_FIELD = /^\s*\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}/;
/** `Debugging`, `Local7.Warning`: no host's name. */
const SEVERITY_FIELD = /^\s*(?:\w{1,10}\.)?(?:emerg\w*|alerts?|crit\w*|err\w*|warn\w*|noti\w*|info\w*|debug\w*)\s*$/i;
const CLOCK = /\d{2}:\d{2}:\d{2}/;

/** `05.01.2026`, `2026-01-05`, `1/5/2026`, `5-Jan-26`, `Mon, Jan 5, 2026`: a day, and nothing else in the field. */
export const DAY_FIELD =
  /^\s*(?:\d{4}([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-])\d{1,2}\2\d{2}(?:\d{2})?|(?:[A-Z][a-z]{2,8},? )?[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2}[ .-][A-Z][a-z]{2,8}[ .-]\d{2}(?:\d{2})?)\s*$/;
/** `03:00:21.123`, `3:00:21 AM` */
const TIME_FIELD = /^\s*\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?\s*$/;

/** Date and time in columns of their own, as one field in front. */
function withStamp(fields: readonly string[]): readonly string[] {
  const [day, time] = [fields.findIndex((field) => DAY_FIELD.test(field)), fields.findIndex((field) => TIME_FIELD.test(field))];
  if (day === -1 || time === -1) return fields;
  const stamp = `${fields[day]?.trim()} ${fields[time]?.trim()}`;
  return [stamp, ...fields.filter((_, at) => at !== day && at !== time)];
}

/** `column`: where the messages of the table stand, so far as that is known. */
export function messageOf(printed: readonly string[], column?: number): string {
  const fields = withStamp(printed);
  const message = fields
    .filter((field) => MESSAGE.test(field) && !STAMP_FIELD.test(field) && !WHOLE_NAME.test(field))
    .toSorted((one, two) => two.length - one.length)[0];
  const stamp = fields.find((field) => STAMP_FIELD.test(field));
  const text =
    message ?? (stamp !== undefined || isNamed(fields) ? fields.findLast((field) => field !== stamp && isWords(field)) : undefined);
  if (text === undefined) return belowOf(fields, column !== undefined && column === fields.length - 1);
  const name = readLogLine(text).isHead ? undefined : nameIn(fields);
  const isNote = (field: string) =>
    field !== '' && field.length < NOTE_CHARACTERS && !SEVERITY_FIELD.test(field) && name?.fields.includes(field) !== true;
  // A reader looks for the time in front, wherever a tool has put it.
  const notes = fields.filter((field) => field !== text && isNote(field)).toSorted((one, two) => rankOf(one) - rankOf(two));
  const whole = name === undefined ? text : `${name.printed}: ${text}`;
  // A host that stands alone before a message has a colon.
  const [host = ''] = notes;
  if (stamp === undefined && notes.length === 1 && isNameField(host) && !CLOCK.test(text)) return `${host}: ${whole}`;
  if (stamp === undefined || CLOCK.test(text)) return [...notes, whole].join(' ');
  return [...notes.filter((note) => note !== stamp), `${stamp.trim()}: ${whole}`].join(' ');
}

/** What a message says is neither how severe it is nor who said it. */
function isWords(field: string): boolean {
  return field.trim() !== '' && !SEVERITY_FIELD.test(field) && !WHOLE_NAME.test(field) && !ISO_FIELD.test(field);
}

/** `  (sa) sa_dest= 192.0.2.1,`, `12:   (sa) sa_dest= 192.0.2.1,` */
const BELOW = /^(?:\d{1,10}: )?\s+\S/;

/** What goes on with the message of a row above has its indent, and behind the same notes. */
function belowOf(fields: readonly string[], isInColumn: boolean): string {
  const last = fields.at(-1) ?? '';
  if (last === '' || !(isInColumn || BELOW.test(last))) return fields.join(' ').trim();
  const notes = fields.slice(0, -1).filter((field) => field !== '' && field.length < NOTE_CHARACTERS && !SEVERITY_FIELD.test(field));
  return [...notes.toSorted((one, two) => rankOf(one) - rankOf(two)), last.trimEnd()].join(' ');
}

/** Undefined where most messages do not stand in one column. */
export function columnOf(rows: readonly (readonly string[])[]): number | undefined {
  const columns = new Map<number, number>();
  let all = 0;
  for (const row of rows) {
    const at = row.findLastIndex((field) => MESSAGE.test(field) && !STAMP_FIELD.test(field));
    if (at === -1) continue;
    all += 1;
    columns.set(at, (columns.get(at) ?? 0) + 1);
  }
  const [best] = [...columns].toSorted(([, one], [, two]) => two - one);
  return best !== undefined && best[1] > all / 2 ? best[0] : undefined;
}

function rankOf(field: string): number {
  return ISO_FIELD.test(field) ? 0 : 1;
}

/** `CRYPTO`, `RECVD_PKT_INV_SPI`: a collector took the name of a message apart, and out of its text. */
const NAME_FIELD = /^[A-Z][A-Z0-9_]{1,40}$/;
/** The words of IOS for 0 to 7. [C] */
const SEVERITIES = ['emerg', 'alert', 'crit', 'err', 'warn', 'noti', 'info', 'debug'];
const SEVERITY_UNKNOWN = 6;

/** `hq`, `filebeat-7.17`, `192.0.2.1`: one word, which may be who or what took the record. */
export function isNameField(field: string): boolean {
  const isOfMessage = SEVERITY_FIELD.test(field) || NAME_FIELD.test(field) || WHOLE_NAME.test(field);
  return !isOfMessage && (/^[A-Za-z][\w.-]*$/.test(field) || readAddress(field) !== undefined);
}

/** `SEC_LOGIN-5-LOGIN_SUCCESS`, `%SYS-5-RESTART:`: LibreNMS keeps the whole name as that of a program. */
const WHOLE_NAME = /^\s*%?([A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+){0,3}-[0-7]-[A-Z0-9_]+):?\s*$/;

/** Two words in capitals may be anything; with a time beside them they are the name of a message. */
function isNamed(fields: readonly string[]): boolean {
  return fields.some((field) => WHOLE_NAME.test(field)) || (fields.some((field) => ISO_FIELD.test(field)) && nameIn(fields) !== undefined);
}

/** True of fields that a router's message is in, whole or taken apart. */
export function holdsMessage(fields: readonly string[]): boolean {
  return fields.some((field) => MESSAGE.test(field)) || isNamed(fields);
}

function nameIn(fields: readonly string[]): { printed: string; fields: string[] } | undefined {
  const whole = fields.find((field) => WHOLE_NAME.test(field));
  if (whole !== undefined) return { printed: whole.replace(WHOLE_NAME, '%$1'), fields: [whole] };
  const told = fields.filter((field) => field !== '' && !SEVERITY_FIELD.test(field) && !/^[0-7]$/.test(field));
  const at = told.findIndex(
    (field, index) => NAME_FIELD.test(field) && NAME_FIELD.test(told[index + 1] ?? '') && !NAME_FIELD.test(told[index + 2] ?? ''),
  );
  const [facility, mnemonic] = [told[at], told[at + 1]];
  if (at === -1 || facility === undefined || mnemonic === undefined) return undefined;
  return { printed: `%${facility}-${severityIn(fields)}-${mnemonic}`, fields: [facility, mnemonic] };
}

function severityIn(fields: readonly string[]): number {
  const digit = fields.find((field) => /^[0-7]$/.test(field));
  if (digit !== undefined) return Number(digit);
  const word = fields.find((field) => SEVERITY_FIELD.test(field))?.toLowerCase() ?? '';
  const level = SEVERITIES.findIndex((each) => word.includes(each));
  return level === -1 ? SEVERITY_UNKNOWN : level;
}

/** Dates, hosts and severities are short. */
const NOTE_CHARACTERS = 40;
