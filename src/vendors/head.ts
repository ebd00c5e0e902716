/** The head of another vendor's line is its stamp, in one of the forms of syslog and of log files; what stands behind it is for the vendor to know. */
import { type CalendarStamp, MONTHS, msOfDay, precisionOf, type Stamp } from '../ios/log/stamp.ts';

/** `2026-01-05T03:00:00.123456+00:00`, `2026-01-05 03:00:00.123 -0400`, `2026/01/05 03:00:00`, `Fri, 2026-01-05, 03:00:00`, `date=2026-01-05 time=03:00:00`, `1,2026/01/05 03:00:00,` of PAN-OS */
export const ISO_STAMP =
  /^(?:<\d{1,3}>)?(?:1[ ,])?(?:[A-Z][a-z]{2}, )?(?:date=)?(\d{4})[-/](\d{2})[-/](\d{2})(?:T|,? |,? time=)(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9})(?!\d))?(?: ?(Z|UTC|[+-]\d{2}:?\d{2})(?=[\s:]|$))?/;
/** `Jan  5 03:00:00`, `Jan 05 2026 03:00:00.123`, `Mon Jan  5 03:00:00 2026`, `<166>Jan  5 03:00:00`, `Jan  5 03:00:00 UTC` */
export const BSD_STAMP =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2},? )?([A-Z][a-z]{2}) {1,2}(\d{1,2}),? (?:(\d{4}),? )?(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?: (\d{4})(?=[\s:]))?(?: ?(UTC|GMT|Z|[+-]\d{2}:?\d{2})(?=[\s:]))?/;

/** `date=2026-01-05 time=03:00:00 devname="hq" devid="FGT60F" eventtime=… tz="-0700"`: FortiOS's zone stands apart, behind the names of the device. */
const FIELD_ZONE = /^.{0,8}date=.{0,300}\btz=["']?([+-]\d{2}:?\d{2})/;

export interface VendorHead {
  stamp: Stamp | undefined;
  /** What follows the stamp; the whole line without one. */
  rest: string;
}

/** ` fw1 `, ` fw1: 12: `, ` fw1 - - - - `: what a relay puts between its own stamp and what it was sent. [C] RFC 3164, 5424 */
const SENT_BY = /^ \S{1,64} (?:\d{1,10}: )?(?:- ){0,4}/;

/** Of two stamps the first is a relay's, and the device's own is the one that counts. */
export function readVendorHead(line: string): VendorHead {
  const head = headOf(line);
  const sent = head.stamp === undefined ? undefined : SENT_BY.exec(head.rest)?.[0];
  const own = sent === undefined ? undefined : headOf(head.rest.slice(sent.length));
  return own?.stamp === undefined ? head : own;
}

function headOf(line: string): VendorHead {
  const iso = ISO_STAMP.exec(line);
  if (iso !== null) {
    const [all, year, month, day, hours, minutes, seconds, fraction, printed] = iso;
    const zone = printed ?? FIELD_ZONE.exec(line)?.[1];
    const stamp = stampOf({ year: Number(year), month: Number(month) - 1, day: Number(day), zone }, [hours, minutes, seconds, fraction]);
    if (stamp !== undefined) return { stamp, rest: line.slice(all.length) };
  }
  const bsd = BSD_STAMP.exec(line);
  if (bsd === null) return { stamp: undefined, rest: line };
  const [all, name = '', day, before, hours, minutes, seconds, fraction, behind, zone] = bsd;
  const year = before ?? behind;
  const month = MONTHS.indexOf(name as (typeof MONTHS)[number]);
  const stamp = stampOf({ year: year === undefined ? undefined : Number(year), month, day: Number(day), zone }, [
    hours,
    minutes,
    seconds,
    fraction,
  ]);
  return stamp === undefined ? { stamp, rest: line } : { stamp, rest: line.slice(all.length) };
}

type DayOf = Pick<CalendarStamp, 'year' | 'month' | 'day' | 'zone'>;

function stampOf(date: DayOf, [hours = '', minutes = '', seconds = '', fraction]: (string | undefined)[]): Stamp | undefined {
  const time = msOfDay(hours, minutes, seconds, fraction);
  if (time === undefined || date.month < 0 || date.month > 11 || date.day < 1 || date.day > 31) return undefined;
  const zone = date.zone === 'Z' ? 'UTC' : date.zone;
  return { kind: 'calendar', ...date, zone, msOfDay: time, precisionMs: precisionOf(fraction) };
}
