/** The year of stamps that print none is taken from what the capture knows: the router's clock first, then the collecting host's. */
import type { Bundle } from '../bundle/bundle.ts';
import { parseClock } from '../ios/log/syslog.ts';
import { isLogFile, showOf } from '../ios/shows/index.ts';
import { other, type Side } from '../ipsec/side.ts';
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
  const uptimeSeconds = shownUptime(bundle, side);
  const probes = bundle.manifest?.clockProbes ?? [];
  const probed = (end: Side) => parseClock(probes.find((probe) => probe.side === end)?.answer ?? '')?.at;
  const end = other(side);
  const at = clockAt ?? probed(side) ?? shownClock(bundle, end) ?? probed(end) ?? bundle.manifest?.finishedAt ?? bundle.manifest?.startedAt;
  const printed = at === undefined ? (printedYear(bundle, side) ?? printedYear(bundle, end)) : undefined;
  const latest = at ?? (printed === undefined ? now : undefined);
  return {
    year: latest === undefined ? printed : new Date(latest).getUTCFullYear(),
    capturedAt: latest,
    zone: zoneContextOf(bundle, side),
    bootAt: clockAt === undefined || uptimeSeconds === undefined ? undefined : clockAt - uptimeSeconds * SECOND_MS,
  };
}

/** `Oct 25 2025 20:37:02`, `2025 Oct 25 20:37:02`: the peer's stamps have a year where this one's have none. */
export const STAMP_WITH_YEAR =
  /\b(?:(\d{4}) )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.? {1,2}\d{1,2} (?:(\d{4}) )?\d{2}:\d{2}:\d{2}/;
const SAMPLE_CHARACTERS = 100_000;

function printedYear(bundle: Bundle, side: Side): number | undefined {
  return firstOf(bundle, side, (name, text) => {
    const match = isLogFile(name)
      ? (STAMP_WITH_YEAR.exec(text.slice(-SAMPLE_CHARACTERS)) ?? STAMP_WITH_YEAR.exec(text.slice(0, SAMPLE_CHARACTERS)))
      : null;
    const year = match?.[1] ?? match?.[2];
    return year === undefined ? undefined : Number(year);
  });
}

function shownClock(bundle: Bundle, side: Side): number | undefined {
  return firstOf(bundle, side, (name, text) => (/^show_clock/i.test(name) ? showOf(name)?.read(text).clockAt?.value : undefined));
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
