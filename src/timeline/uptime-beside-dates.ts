/** Uptimes beside dates are the two settings of one device, one for its messages and one for its debugs: the order of the lines tells when it started. */

import { interpolate } from '../ios/log/clock.ts';
import { readLogLine } from '../ios/log/line.ts';
import type { Log } from '../ios/log/log.ts';
import { UPTIME_MAX_MS } from './clock-step.ts';
import { extentOf } from './extent.ts';

/** Lines of one device stand out of order by less than this. [L] */
const DISORDER_MS = 1000;

/** Its uptimes as dates, where dates stand before one of them and behind one; else the log as it is. */
export function dateUptimes(log: Log): Log {
  if (log.fromAt === null || log.toAt === null || log.fromAt > UPTIME_MAX_MS || log.toAt < UPTIME_MAX_MS) return log;
  const start = startOf(log);
  if (start === undefined) return withoutLastUptimes(log);
  const kinds = log.events.map(({ text }) => readLogLine(text).stamp?.kind);
  const events = log.events.map((event, index) => {
    if (kinds[index] === 'calendar' || event.at === null) return event;
    if (kinds[index] === undefined) return { ...event, at: null, precisionMs: 0 };
    return { ...event, at: start.at + event.at, precisionMs: event.precisionMs + start.halfMs };
  });
  interpolate(events);
  const extent = extentOf(events.flatMap(({ at }) => (at === null ? [] : [at])));
  const isDated = ({ fromAt }: { fromAt: number }) => fromAt > UPTIME_MAX_MS;
  return {
    ...log,
    events,
    ...extent,
    gaps: log.gaps.filter(isDated),
    numbered: log.numbered.filter(isDated),
  };
}

/** Behind the last date an uptime is of a device that started again, nobody knows when: it is no instant, and none in 1970. */
function withoutLastUptimes(log: Log): Log {
  const lastDated = log.events.findLastIndex(({ at }) => at !== null && at > UPTIME_MAX_MS);
  if (!log.events.slice(lastDated + 1).some(({ at }) => at !== null)) return log;
  const events = log.events.map((event, index) => (index > lastDated ? { ...event, at: null, precisionMs: 0 } : event));
  const extent = extentOf(events.flatMap(({ at }) => at ?? []));
  return { ...log, events, ...(extent ?? { fromAt: null, toAt: null }) };
}

/** A file of uptimes alone beside others with dates: what nothing ties to a date has no instant. */
export function withoutUntied(logs: readonly Log[]): Log[] {
  if (!logs.some(({ toAt }) => toAt !== null && toAt > UPTIME_MAX_MS)) return [...logs];
  return logs.map((log) => (log.toAt === null || log.toAt > UPTIME_MAX_MS ? log : withoutInstants(log)));
}

function withoutInstants(log: Log): Log {
  const events = log.events.map((event) => ({ ...event, at: null, precisionMs: 0 }));
  return { ...log, events, fromAt: null, toAt: null, gaps: [], numbered: [] };
}

/** When the device started; undefined when nothing bounds that, or when the dates contradict each other: it started again meanwhile. */
function startOf({ started }: Log): { at: number; halfMs: number } | undefined {
  const { earliestAt, latestAt } = started ?? { earliestAt: Number.NEGATIVE_INFINITY, latestAt: Number.POSITIVE_INFINITY };
  if (!Number.isFinite(earliestAt) || !Number.isFinite(latestAt) || earliestAt > latestAt + DISORDER_MS) return undefined;
  return { at: (earliestAt + latestAt) / 2, halfMs: Math.abs(latestAt - earliestAt) / 2 };
}
