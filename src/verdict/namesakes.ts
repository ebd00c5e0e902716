/** Namesakes are messages of one side that bear one id; an id that comes back later is another message's, so that only those near an event are its own. */
import { gapMs } from '../timeline/event-order.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { COARSEST_MS } from './apart.ts';
import { type Timetable, timetableOf, within } from './views.ts';

/** No request is sent again for longer. [L IOS gives up within some minutes] */
const SENT_AGAIN_MOST_MS = 600_000;
/** So many are gone through. */
const FEW = 16;

/** Near enough for one id to mean one message: within IKEv1 it is drawn at random, IKEv2 counts from 0 in every IKE SA. [C RFC 2408, RFC 7296 2.2] */
export function isNear(one: TimedEvent | undefined, two: TimedEvent | undefined): boolean {
  const gap = gapMs(one, two);
  return gap === undefined || Math.abs(gap) <= SENT_AGAIN_MOST_MS;
}

interface Entry {
  event: TimedEvent;
  /** Among the namesakes. */
  place: number;
}

interface ByTime {
  table: Timetable<Entry>;
  /** Of these the stamp does not say how near they are. */
  unsure: Entry[];
}

const BY_TIME = new WeakMap<readonly unknown[], ByTime>();

/** Those of the namesakes, which are of one side, that are near the event; in their order. */
export function nearTo<Value>(
  namesakes: readonly Value[],
  eventOf: (value: Value) => TimedEvent | undefined,
  event: TimedEvent | undefined,
): readonly Value[] {
  if (namesakes.length <= FEW || event === undefined || !isSure(event) || eventOf(namesakes[0] as Value)?.side !== event.side)
    return namesakes.filter((value) => isNear(event, eventOf(value)));
  const known = BY_TIME.get(namesakes) ?? byTime(namesakes.map(eventOf));
  BY_TIME.set(namesakes, known);
  const atMs = event.at ?? Number.NaN;
  const found = [...within(known.table, atMs - SENT_AGAIN_MOST_MS, atMs + SENT_AGAIN_MOST_MS), ...known.unsure];
  const near = found.filter((entry) => isNear(event, entry.event)).sort((one, two) => one.place - two.place);
  return near.flatMap(({ place }) => namesakes[place] ?? []);
}

function byTime(events: readonly (TimedEvent | undefined)[]): ByTime {
  const entries = events.flatMap((event, place) => (event === undefined ? [] : [{ event, place }]));
  return {
    table: timetableOf(
      entries.filter((entry) => isSure(entry.event)),
      (entry) => entry.event,
    ),
    unsure: entries.filter((entry) => !isSure(entry.event)),
  };
}

/** Two such stamps of one clock always say how far they are apart. */
function isSure({ at, precisionMs }: TimedEvent): boolean {
  return at !== null && precisionMs <= COARSEST_MS;
}
