/** A stamp is the time that IOS prints before a message: calendar time with or without a year, or the uptime. */
import { knownZoneMinutes, type NamedZones } from './stamp-zone.ts';

export interface CalendarStamp {
  kind: 'calendar';
  year: number | undefined;
  /** From 0. */
  month: number;
  day: number;
  msOfDay: number;
  zone: string | undefined;
  precisionMs: number;
}

export interface UptimeStamp {
  kind: 'uptime';
  uptimeMs: number;
  precisionMs: number;
}

export type Stamp = CalendarStamp | UptimeStamp;

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A stamp without a year is read in this one: a leap year, and so long ago that nobody takes it for the real one. */
export const YEAR_UNKNOWN = 1972;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UNIT_MS: Record<string, number> = { y: 365 * DAY_MS, w: 7 * DAY_MS, d: DAY_MS, h: HOUR_MS };

/** ms since 1970 as if the wall clock were UTC; named zones are converted. */
export function calendarAt(stamp: CalendarStamp, year: number, named?: NamedZones): number {
  const { month, day, msOfDay, zone } = stamp;
  const wall = midnightAt(year, month, day) + msOfDay;
  return zone === undefined ? wall : wall - (knownZoneMinutes(zone, named) ?? 0) * MINUTE_MS;
}

/** A log has thousands of lines for each day. */
let lastDay = { year: 0, month: 0, day: 0, at: Date.UTC(0, 0, 0) };

function midnightAt(year: number, month: number, day: number): number {
  if (lastDay.day !== day || lastDay.month !== month || lastDay.year !== year)
    lastDay = { year, month, day, at: Date.UTC(year, month, day) };
  return lastDay.at;
}

/** From the one to the next of the other, by the figures of one clock; undefined without both, or of two kinds. */
export function msOnClock(from: Stamp | undefined, to: Stamp | undefined): number | undefined {
  if (from?.kind === 'uptime' && to?.kind === 'uptime') return to.uptimeMs - from.uptimeMs;
  if (from?.kind !== 'calendar' || to?.kind !== 'calendar') return undefined;
  const ms = to.msOfDay - from.msOfDay;
  return ms < -DAY_MS / 2 ? ms + DAY_MS : ms;
}

/** Undefined when the figures are no time: `25:61:00`. */
export function msOfDay(hours: string, minutes: string, seconds: string, fraction: string | undefined): number | undefined {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (h > 23 || m > 59 || s > 60) return undefined;
  const ms = fraction === undefined ? 0 : fraction.length === 3 ? Number(fraction) : (Number(fraction) * SECOND_MS) / 10 ** fraction.length;
  return h * HOUR_MS + m * MINUTE_MS + s * SECOND_MS + ms;
}

/** The same of a text's digits from an index on, `03:00:00.014`; undefined when anything else stands there. */
export function msOfDayAt(text: string, at: number, fractionDigits: number): number | undefined {
  const hours = numberAt(text, at, 2);
  const minutes = numberAt(text, at + 3, 2);
  const seconds = numberAt(text, at + 6, 2);
  const isClock = text.charCodeAt(at + 2) === COLON && text.charCodeAt(at + 5) === COLON;
  if (!isClock || hours < 0 || minutes < 0 || seconds < 0 || hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const ms = hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
  if (fractionDigits === 0) return ms;
  const fraction = numberAt(text, at + 9, fractionDigits);
  if (fraction < 0 || text.charCodeAt(at + 8) !== DOT) return undefined;
  return ms + (fractionDigits === 3 ? fraction : (fraction * SECOND_MS) / 10 ** fractionDigits);
}

const COLON = 58;
const DOT = 46;
const ZERO = 48;

/** -1 when it is no number. */
export function numberAt(text: string, from: number, digits: number): number {
  let value = 0;
  for (let index = from; index < from + digits; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** `.885` means one millisecond, no fraction a whole second, `.000001` a microsecond. */
export function precisionOf(fraction: string | undefined): number {
  if (fraction === undefined) return SECOND_MS;
  return fraction.length === 3 ? 1 : SECOND_MS / 10 ** Math.min(fraction.length, 6);
}

/** `00:12:34`, `00:12:34.567` */
export const UPTIME_CLOCK = /^(\d+):(\d{2}):(\d{2})(?:\.(\d{1,9}))?$/;
/** `3d04h`, `43w2d`, `2y10w` */
export const UPTIME_UNITS = /^(?:(\d+)(y))?(?:(\d+)(w))?(?:(\d+)(d))?(?:(\d+)(h))?$/;

/** Reads an uptime as IOS stamps it; its smallest unit is its precision. */
export function parseUptime(text: string): UptimeStamp | undefined {
  const clock = UPTIME_CLOCK.exec(text);
  if (clock !== null) {
    const [, hours = '0', minutes = '0', seconds = '0', fraction] = clock;
    const uptimeMs = Number(hours) * HOUR_MS + (msOfDay('0', minutes, seconds, fraction) ?? 0);
    return { kind: 'uptime', uptimeMs, precisionMs: precisionOf(fraction) };
  }
  const units = text === '' ? null : UPTIME_UNITS.exec(text);
  if (units === null) return undefined;
  const parts = units.slice(1).filter((part) => part !== undefined);
  const uptimeMs = parts.reduce(
    (sum, part, index) => sum + (index % 2 === 0 ? Number(part) * (UNIT_MS[parts[index + 1] ?? ''] ?? 0) : 0),
    0,
  );
  return { kind: 'uptime', uptimeMs, precisionMs: UNIT_MS[parts.at(-1) ?? ''] ?? DAY_MS };
}
