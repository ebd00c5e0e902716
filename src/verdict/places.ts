/** Places bound a search among the events of one record: by its lines, or by both clocks, so that nothing is looked at that cannot lie there. */
import { firstPlace } from '../first-place.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { isBefore } from './apart.ts';
import { countBefore, type Timetable } from './views.ts';

/** Of each place: the latest common instant up to it, and the earliest from it on. A clock may have run back: neither is that of the event itself. */
interface Reach {
  latest: Float64Array;
  earliest: Float64Array;
  /** The latest stamp of the record's own clock up to it. */
  stamped: Float64Array;
}

const REACHES = new WeakMap<readonly TimedEvent[], Reach>();

/** Nothing in front of this place is surely behind the event. The events are of one side, in the order of its record. */
export function placeBehind(events: readonly TimedEvent[], event: TimedEvent): number {
  if (events[0]?.side === event.side) return countBefore(events, event.ref);
  const { latest } = reachOf(events);
  return event.commonAt === null ? events.length : firstPlace(events.length, (place) => (latest[place] ?? 0) > (event.commonAt ?? 0));
}

/** Nothing from this place on is surely before the event. */
export function placeBefore(events: readonly TimedEvent[], event: TimedEvent): number {
  if (events[0]?.side === event.side) return countBefore(events, event.ref);
  const { earliest } = reachOf(events);
  return event.commonAt === null ? 0 : firstPlace(events.length, (place) => (earliest[place] ?? 0) >= (event.commonAt ?? 0));
}

/** Nothing in front of this place is stamped so late as that long before the event; of another record nothing is known. */
export function placeSince(events: readonly TimedEvent[], event: TimedEvent, ms: number): number {
  const { at, side } = event;
  if (events[0]?.side !== side || at === null) return 0;
  const { stamped } = reachOf(events);
  return firstPlace(events.length, (place) => (stamped[place] ?? 0) >= at - ms);
}

function reachOf(events: readonly TimedEvent[]): Reach {
  const known = REACHES.get(events) ?? findReach(events);
  REACHES.set(events, known);
  return known;
}

function findReach(events: readonly TimedEvent[]): Reach {
  const [latest, earliest, stamped] = [new Float64Array(events.length), new Float64Array(events.length), new Float64Array(events.length)];
  let [most, least, last] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [place, { commonAt, at }] of events.entries()) {
    most = Math.max(most, commonAt ?? most);
    last = Math.max(last, at ?? last);
    latest[place] = most;
    stamped[place] = last;
  }
  for (let place = events.length - 1; place >= 0; place -= 1) {
    least = Math.min(least, events[place]?.commonAt ?? least);
    earliest[place] = least;
  }
  return { latest, earliest, stamped };
}

/** The first of them behind the event that is such. */
export function firstBehind<Seen extends TimedEvent>(
  events: readonly Seen[],
  event: TimedEvent | undefined,
  is: (seen: Seen) => boolean = () => true,
): Seen | undefined {
  if (event === undefined) return undefined;
  for (let place = placeBehind(events, event); place < events.length; place += 1) {
    const seen = events[place];
    if (seen !== undefined && isBefore(event, seen) === 'yes' && is(seen)) return seen;
  }
  return undefined;
}

/** The last within a span that is such. */
export function lastWithin<Value>(
  table: Timetable<Value>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  is: (value: Value) => boolean,
): Value | undefined {
  for (let place = firstPlace(table.length, (each) => (table[each]?.at ?? 0) > toMs) - 1; place >= 0; place -= 1) {
    const each = table[place];
    if (each === undefined || each.at < fromMs) return undefined;
    if (is(each.value)) return each.value;
  }
  return undefined;
}
