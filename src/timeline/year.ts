/** The year of stamps that print none is taken from what the capture knows: the router's clock first, then the collecting host's. */
import type { Bundle } from '../bundle/bundle.ts';
import { parseClock } from '../ios/log/syslog.ts';
import { isLogFile, showOf } from '../ios/shows/index.ts';
import { BUFFER_CLOCK } from '../ios/shows/time.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import { type ZoneContext, zoneContextOf } from './zones.ts';

const SECOND_MS = 1000;

export interface StampContext {
  year?: number | undefined;
  capturedAt?: number | undefined;
  bootAt?: number | undefined;
  zone: ZoneContext;
}

/** True when the bundle itself says in which year it was taken; otherwise a year is only assumed. */
export function isYearKnown(bundle: Bundle): boolean {
  return yearOf(bundle, 'a').year !== undefined;
}

/** `now`: no stamp is later, for a bundle that says nothing of its year. */
export function yearOf(bundle: Bundle, side: Side, now?: number): StampContext {
  const clockAt = shownClock(bundle, side);
  const askedAt = shownClock(bundle, side, (name) => !name.startsWith(BUFFER_CLOCK));
  const uptimeSeconds = shownUptime(bundle, side);
  const probes = bundle.manifest?.clockProbes ?? [];
  const probed = (end: Side) => parseClock(probes.find((probe) => probe.side === end)?.answer ?? '')?.at;
  const end = other(side);
  const at = clockAt ?? probed(side) ?? shownClock(bundle, end) ?? probed(end) ?? bundle.manifest?.finishedAt ?? bundle.manifest?.startedAt;
  const printed = at === undefined ? (printedYear(bundle, side) ?? printedYear(bundle, end)) : undefined;
  const latest = at ?? printed?.relayedAt ?? (printed === undefined && now !== undefined ? latestOf(bundle, now) : undefined);
  return {
    year: latest === undefined ? printed?.year : new Date(latest).getUTCFullYear(),
    capturedAt: latest,
    zone: zoneContextOf(bundle, side),
    bootAt: askedAt === undefined || uptimeSeconds === undefined ? undefined : askedAt - uptimeSeconds * SECOND_MS,
  };
}

/** `Feb 29 08:00:00`: no other year has that day; both ends printed in the same one. */
const LEAP_DAY = /\bFeb 29 \d{2}:\d{2}:\d{2}/;
const LEAP_YEARS = 4;

/** Both sides ask, and long logs without one are many. */
const LEAPS = new WeakMap<Bundle, boolean>();

function holdsLeapDay(bundle: Bundle): boolean {
  const known = LEAPS.get(bundle);
  if (known !== undefined) return known;
  const files = SIDES.flatMap((side) => bundle.sides[side]).filter(({ name }) => isLogFile(name));
  const holds = files.some(({ text }) => text.includes('Feb 29 ') && LEAP_DAY.test(text));
  LEAPS.set(bundle, holds);
  return holds;
}

/** The latest that a stamp without a year may be: of a log with a leap day, the end of the last leap year that has had it. */
function latestOf(bundle: Bundle, now: number): number {
  if (!holdsLeapDay(bundle)) return now;
  const year = new Date(now).getUTCFullYear();
  const last = Array.from({ length: 2 * LEAP_YEARS + 1 }, (_, back) => year - back).find((each) => {
    const day = new Date(Date.UTC(each, 1, 29));
    return day.getUTCDate() === 29 && day.getTime() <= now;
  });
  return last === undefined ? now : Math.min(now, Date.UTC(last + 1, 0, 1) - 1);
}

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\.?';
/**
 * `Oct 25 2025 20:37:02`, `2025 Oct 25 20:37:02`, and before messages of a relay `2026-01-05T03:00:21+00:00 hq`: other stamps of the log, or of
 * the peer's, have none. [C RFC 5424]
 */
export const STAMP_WITH_YEAR = new RegExp(
  `(?:\\b(\\d{4}) ${MONTH} {1,2}\\d{1,2} |\\b${MONTH} {1,2}\\d{1,2} (\\d{4}) |^(?:<\\d{1,3}>\\d? ?)?(20\\d{2}-\\d{2}-\\d{2})[T ])\\d{2}:\\d{2}:\\d{2}`,
  'm',
);
const EACH_WITH_YEAR = new RegExp(STAMP_WITH_YEAR, 'gm');
const SAMPLE_CHARACTERS = 100_000;

/** A relay stamps what has been said already, by a clock that may be in another zone. */
const ZONES_MS = 24 * 3_600_000;

/** The last one that is printed: a log may begin without, and end years later. What a relay stamped is no later than that. */
function printedYear(bundle: Bundle, side: Side): { year: number; relayedAt?: number } | undefined {
  return firstOf(bundle, side, (name, text) => {
    const samples = isLogFile(name) ? [text.slice(-SAMPLE_CHARACTERS), text.slice(0, SAMPLE_CHARACTERS)] : [];
    const [last] = samples.flatMap((each) => [...each.matchAll(EACH_WITH_YEAR)].slice(-1));
    const year = last?.[1] ?? last?.[2];
    if (year !== undefined) return { year: Number(year) };
    const day = Date.parse(`${last?.[3] ?? ''}T00:00:00Z`);
    return Number.isNaN(day) ? undefined : { year: new Date(day).getUTCFullYear(), relayedAt: day + 2 * ZONES_MS };
  });
}

function shownClock(bundle: Bundle, side: Side, isOf: (name: string) => boolean = () => true): number | undefined {
  return firstOf(bundle, side, (name, text) =>
    /^show_clock/i.test(name) && isOf(name) ? showOf(name)?.read(text).clockAt?.value : undefined,
  );
}

function shownUptime(bundle: Bundle, side: Side): number | undefined {
  return firstOf(bundle, side, (name, text) => (/^show_ver/i.test(name) ? showOf(name)?.read(text).uptimeSeconds?.value : undefined));
}

function firstOf<Value>(bundle: Bundle, side: Side, read: (name: string, text: string) => Value | undefined): Value | undefined {
  for (const { name, text } of bundle.sides[side]) {
    const value = read(name, text);
    if (value !== undefined) return value;
  }
  return undefined;
}
