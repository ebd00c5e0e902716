/** Summer time moves a clock by an hour when `show clock detail` or the configuration says: stamps without a zone are brought to the season in which the clock was asked. */

import type { Log } from '../ios/log/log.ts';
import { MONTHS } from '../ios/log/stamp.ts';
import type { SummerTime } from '../ios/summer-rule.ts';
import type { Event } from '../ipsec/event.ts';
import { extentOf } from './extent.ts';

const HOUR_MS = 3_600_000;
/** The hour that comes twice is told by its stamps: they step back by more than lines of one device stand out of order. */
const STEP_BACK_MS = HOUR_MS / 2;
/** `Summer time starts 02:00:00 CET Sun Mar 29 2026`, `Summer time ends 03:00:00 CEST Sun Oct 25 2026` [C GENIE show clock detail] */
export const CHANGE =
  /^\s*Summer time (starts|ends) (\d{2}):(\d{2}):(\d{2}) (\S{1,10}) [A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{4})\s*$/gm;

export function readSummerTime(answer: string): SummerTime | undefined {
  const told: Partial<Record<string, { at: number; zone: string }>> = {};
  for (const [, which = '', hours, minutes, seconds, zone = '', monthName = '', day, year] of answer.matchAll(CHANGE)) {
    const month = MONTHS.indexOf(monthName as (typeof MONTHS)[number]);
    told[which] = { at: Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds)), zone };
  }
  const { starts, ends } = told;
  if (starts === undefined || ends === undefined || starts.at > ends.at) return undefined;
  return { startsAt: starts.at, endsAt: ends.at, zone: ends.zone };
}

/** Every stamp on the wall clock of the season in which the clock was asked; a log that crosses no change is given back as it is. */
export function inSeason(log: Log, summer: SummerTime, isSummer: boolean): Log {
  const stepAt = stepBack(log.events, summer);
  const move = (at: number, isAfterStep: boolean): number => {
    if (isSummer) return at < summer.startsAt ? at + HOUR_MS : at;
    const isInSummer = at >= summer.startsAt && at < summer.endsAt && !(isAfterStep && at >= summer.endsAt - HOUR_MS);
    return isInSummer ? at - HOUR_MS : at;
  };
  const events = log.events.map((event, index) => (event.at === null ? event : { ...event, at: move(event.at, index > stepAt) }));
  if (events.every(({ at }, index) => at === log.events[index]?.at)) return log;
  const extent = extentOf(events.flatMap(({ at }) => (at === null ? [] : [at])));
  const moved = <Span extends { fromAt: number; toAt: number }>(span: Span): Span => ({
    ...span,
    fromAt: move(span.fromAt, false),
    toAt: move(span.toAt, false),
  });
  return {
    ...log,
    events,
    ...extent,
    gaps: log.gaps.map(moved),
    numbered: log.numbered.map(moved),
  };
}

/** The last event before the hour that comes twice began again; without a step back it is not known to have been gone through, and none is behind it. */
function stepBack(events: readonly Event[], { endsAt }: SummerTime): number {
  let last = -1;
  for (let index = 0; index < events.length; index += 1) {
    const at = events[index]?.at;
    if (at == null) continue;
    const before = events[last]?.at;
    if (before != null && before - at > STEP_BACK_MS && before < endsAt && at >= endsAt - HOUR_MS) return last;
    last = index;
  }
  return Number.POSITIVE_INFINITY;
}
