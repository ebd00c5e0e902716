/** The capture's end is how late a side's own clock was when its record was taken: what proves that nothing came for a while, and what is years old. */
import type { BundleFile } from '../bundle/bundle.ts';
import type { Manifest } from '../bundle/manifest.ts';
import { readLogLine } from '../ios/log/line.ts';
import { RECORDING_MARK } from '../ios/log/syslog.ts';
import type { Side } from '../ipsec/side.ts';
import { NOT_AUTHORITATIVE } from './clock-step.ts';
import { timedOf } from './grouped.ts';
import type { TimedEvent, Timeline } from './model.ts';
import type { RecordEnd } from './persistence.ts';
import { clocksAbove } from './session-clock.ts';
import { STAMP_WITH_YEAR } from './year.ts';

type Known = Pick<Timeline, 'events' | 'states' | 'stampedIn'>;

/** What a buffer would still hold when its router was asked for the time; undefined for a log that was frozen before. [L] */
export function askedAt(side: Side, { events, states, stampedIn }: Known): number | undefined {
  const isFrozen = timedOf(events, 'syslog').some(
    (event) => event.side === side && event.facility === 'HA_EM' && event.message.includes(RECORDING_MARK),
  );
  return isFrozen || !stampedIn[side].isKnown ? undefined : states[side].clockAt?.value;
}

/** The same, and by file where a session asked for the time above its buffer. */
export function askedOf(side: Side, known: Known, files: readonly BundleFile[]): Pick<RecordEnd, 'askedMs' | 'askedIn'> {
  const askedMs = askedAt(side, known);
  if (askedMs === undefined) return {};
  const laterMs = [...clocksAbove(files)].map(([file, ms]): [string, number] => [file, askedMs + ms]);
  return { askedMs, askedIn: new Map(laterMs) };
}

/** A buffer may hold what is months old; what people look into happened later than this. [L] */
const OLD_MS = 90 * 86_400_000;

/**
 * Tells a message of an unknown SPI that is older than the capture by months: no incident of this capture. Where its stamp bears no year, the
 * router's own clock tells the last one in which it can have been, and nothing else does.
 */
export function oldAmong({ states, events }: Known, manifest: Manifest | undefined): (event: TimedEvent) => boolean {
  const latest: Partial<Record<Side, number>> = {};
  return (event) => {
    const { side, at } = event;
    if (event.kind !== 'invalid-spi' || at === null || NOT_AUTHORITATIVE.test(event.text)) return false;
    const ownAt = states[side].clockAt?.value;
    if (!STAMP_WITH_YEAR.test(event.text)) return ownAt !== undefined && ownAt - at > OLD_MS && isDated(event);
    if (!bearsYear(event)) return false;
    latest[side] ??= Math.max(ownAt ?? 0, manifest?.finishedAt ?? manifest?.startedAt ?? 0, latestWithYear(events, side));
    return latest[side] - at > OLD_MS;
  };
}

function latestWithYear(events: readonly TimedEvent[], side: Side): number {
  let latestAt = Number.NEGATIVE_INFINITY;
  for (const event of events) if (event.side === side && event.at !== null && event.at > latestAt && bearsYear(event)) latestAt = event.at;
  return latestAt;
}

/** An uptime tells nothing without the start, and a line without a stamp less. */
function isDated({ text }: TimedEvent): boolean {
  return readLogLine(text).stamp?.kind === 'calendar';
}

/** The year of the others is only assumed; that of a relay is when it was passed on. */
function bearsYear({ text }: TimedEvent): boolean {
  const match = STAMP_WITH_YEAR.exec(text);
  return (match?.[1] ?? match?.[2]) !== undefined;
}
