/** Uptimes beside dates are the two settings of one device, one for its messages and one for its debugs: the order of the lines tells when it started. */
import { interpolate } from '../ios/log/clock.ts';
import { readLogLine } from '../ios/log/line.ts';
import type { Log } from '../ios/log/log.ts';
import type { Event } from '../ipsec/event.ts';

/** No device has been up for longer, and no date that is known is as early. */
const UPTIME_MAX_MS = 6 * 365 * 86_400_000;
/** Lines of one device stand out of order by less than this. [L] */
const DISORDER_MS = 1000;

/** Its uptimes as dates, where dates stand before one of them and behind one; else the log as it is. */
export function dateUptimes(log: Log): Log {
  if (log.fromAt === null || log.toAt === null || log.fromAt > UPTIME_MAX_MS || log.toAt < UPTIME_MAX_MS) return log;
  const kinds = log.events.map(({ text, at }) => (at === null ? undefined : readLogLine(text).stamp?.kind));
  const start = startOf(log.events, kinds);
  if (start === undefined) return log;
  const events = log.events.map((event, index) => {
    if (kinds[index] === 'calendar' || event.at === null) return event;
    if (kinds[index] === undefined) return { ...event, at: null, precisionMs: 0 };
    return { ...event, at: start.at + event.at, precisionMs: event.precisionMs + start.halfMs };
  });
  interpolate(events);
  const stamps = events.flatMap(({ at }) => (at === null ? [] : [at]));
  const isDated = ({ fromAt }: { fromAt: number }) => fromAt > UPTIME_MAX_MS;
  return {
    ...log,
    events,
    fromAt: stamps.reduce((one, two) => Math.min(one, two)),
    toAt: stamps.reduce((one, two) => Math.max(one, two)),
    gaps: log.gaps.filter(isDated),
    numbered: log.numbered.filter(isDated),
  };
}

/** When the device started, by every date that stands next to an uptime; undefined when they contradict each other: it started again meanwhile. */
function startOf(
  events: readonly Event[],
  kinds: readonly ('calendar' | 'uptime' | undefined)[],
): { at: number; halfMs: number } | undefined {
  let earliest = Number.NEGATIVE_INFINITY;
  let latest = Number.POSITIVE_INFINITY;
  let last = -1;
  for (let index = 0; index < events.length; index += 1) {
    if (kinds[index] === undefined) continue;
    const [before, event] = [events[last], events[index]];
    if (before?.at != null && event?.at != null && kinds[last] !== kinds[index]) {
      // An uptime is cut, not rounded.
      if (kinds[index] === 'uptime') earliest = Math.max(earliest, before.at - event.at - event.precisionMs);
      else latest = Math.min(latest, event.at - before.at);
    }
    last = index;
  }
  if (!Number.isFinite(earliest) || !Number.isFinite(latest) || earliest > latest + DISORDER_MS) return undefined;
  return { at: (earliest + latest) / 2, halfMs: Math.abs(latest - earliest) / 2 };
}
