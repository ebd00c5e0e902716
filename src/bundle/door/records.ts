/** A record is what a collector took in as one message: who printed it, its texts, and whether it is a line below another. */
import { decode } from '../decode.ts';
import { hostOfRecord } from './record-host.ts';
import { isNameField, MESSAGE, STAMP_FIELD } from './row.ts';

export interface ExportedRecord {
  /** As a row: what is told of it besides, where it says who printed it, is left out. */
  texts: string[];
  fields: number;
  host: string | undefined;
  /** A line that a router prints below a message, which its server took in as one of its own: `    sa_spi= 0x4C11A9E3(1276226019), ` */
  more: string | undefined;
}

/** What a router printed below a message stands below the last one of the same router. */
export function belowTheirOwn<Each extends ExportedRecord>(records: readonly Each[]): Each[] {
  const stretches: Each[][] = [];
  const lastOf = new Map<string | undefined, Each[]>();
  for (const record of records) {
    const above = record.more === undefined ? undefined : lastOf.get(record.host);
    if (above !== undefined) {
      above.push(record);
      continue;
    }
    const stretch = [record];
    stretches.push(stretch);
    lastOf.set(record.host, stretch);
  }
  return stretches.flat();
}

/** Where a value holds a list of objects, each of these is a record; else it is one itself. `above`: who printed what stands in this list. */
export function recordsIn(value: object, depth = 0, above?: string): ExportedRecord[] {
  const inside = Object.values(value).filter((each): each is object => typeof each === 'object' && each !== null);
  if (Array.isArray(value))
    return inside.length === 0 ? [recordOf(value, above)] : inside.flatMap((each) => recordsIn(each, depth + 1, above));
  const lists = inside.filter(holdsRecords);
  if (lists.length === 0 || depth >= ENVELOPES_MAX) return [recordOf(value, above)];
  // `{"stream":{"host":"hq"},"values":[["1767578421000000000","%CRYPTO-4-…"]]}`: Loki says it once for all of a stream.
  const host = hostOfRecord(Object.fromEntries(Object.entries(value).filter(([, each]) => !lists.includes(each as object))));
  return lists.flatMap((each) => recordsIn(each, depth + 1, host ?? above));
}

export function recordOf(value: object, above?: string): ExportedRecord {
  const texts = textsIn(value);
  const host = hostOfRecord(value) ?? above;
  // An index, a collector and an input have names too, of which a reader would take the first for the router's.
  const own = host === undefined ? texts : [host, ...texts.filter((text) => text !== host && !isNameField(text))];
  // With a stamp of the router's own beside it, it is read as such.
  const isMessage = texts.some((text) => MESSAGE.test(text) || STAMP_FIELD.test(text));
  return { texts: own, fields: Object.keys(value).length, host, more: isMessage ? undefined : texts.find((text) => INDENTED.test(text)) };
}

const INDENTED = /^\s{2,}\S/;

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
  return (
    Array.isArray(value) && value.length >= BYTES_MIN && value.every((each) => Number.isInteger(each) && each >= 0 && each <= BYTE_MAX)
  );
}

const BYTE_MAX = 255;
/** `"sort":[98]` is no text. */
const BYTES_MIN = 8;
