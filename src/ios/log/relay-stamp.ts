/** A relay stamp is the time at which a syslog server took a message: another clock's, used only where the device printed none. */
import { type CalendarStamp, MONTHS, msOfDay } from './stamp.ts';

/** `<189>Jan  5 03:00:21 hq 521: `, `Jan 05 03:00:21.5 198.51.100.1 `: RFC 3164; `Jan  5 2026 03:00:21 hq `, as some relays add a year */
export const BSD_STAMP =
  /^(?:<\d{1,3}>)?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.? {1,2}(\d{1,2}) (?:(\d{4}) )?(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))? /;
/** `2026-01-05T03:00:21.223+01:00 hq `, `<189>1 2026-01-05T03:00:21Z hq `, `2026-01-05 03:00:21 `: RFC 5424 */
export const ISO_STAMP =
  /^(?:<\d{1,3}>\d? ?)?(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?[\s,]/;
/** A message takes its time on the way, and the server's clock is not the device's. [L] */
export const RELAY_PRECISION_MS = 2000;

/** The time in front of a body that has no stamp of its own. */
export function readRelayStamp(prefix: string): CalendarStamp | undefined {
  const bsd = BSD_STAMP.exec(prefix);
  if (bsd !== null) {
    const [, month = '', day, printed, hours = '', minutes = '', seconds = '', fraction] = bsd;
    const time = msOfDay(hours, minutes, seconds, fraction);
    const year = printed === undefined ? undefined : Number(printed);
    return stampOf({ year, month: MONTHS.indexOf(month as (typeof MONTHS)[number]), day: Number(day), time, zone: undefined });
  }
  const iso = ISO_STAMP.exec(prefix);
  if (iso === null) return undefined;
  const [, year, month, day, hours = '', minutes = '', seconds = '', fraction, zone] = iso;
  const time = msOfDay(hours, minutes, seconds, fraction);
  return stampOf({ year: Number(year), month: Number(month) - 1, day: Number(day), time, zone });
}

interface Read {
  year: number | undefined;
  month: number;
  day: number;
  time: number | undefined;
  zone: string | undefined;
}

function stampOf({ year, month, day, time, zone }: Read): CalendarStamp | undefined {
  if (time === undefined || month < 0 || month > 11 || day < 1 || day > 31) return undefined;
  return { kind: 'calendar', year, month, day, msOfDay: time, zone, precisionMs: RELAY_PRECISION_MS };
}
