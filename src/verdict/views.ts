/** Views are parts of a timeline for which every incident asks, each made once: thousands of incidents cost little more than a few. */
import { SIDES, type Side } from '../ipsec/side.ts';
import { grouped, timedOf } from '../timeline/grouped.ts';
import type { ChildSa, PairedMessage, TimedEvent, Timeline } from '../timeline/model.ts';

export type EventOf<Kind extends TimedEvent['kind']> = Extract<TimedEvent, { kind: Kind }>;

/** What is made of a timeline the first time that somebody asks, and kept as long as the timeline. */
export function once<View>(make: (timeline: Timeline) => View): (timeline: Timeline) => View {
  const known = new WeakMap<Timeline, { view: View }>();
  return (timeline) => {
    const kept = known.get(timeline) ?? { view: make(timeline) };
    known.set(timeline, kept);
    return kept.view;
  };
}

/** The same for each side. */
export function oncePerSide<View>(make: (timeline: Timeline, side: Side) => View): (timeline: Timeline, side: Side) => View {
  const views = once(() => new Map(SIDES.map((side) => [side, { view: undefined as { made: View } | undefined }])));
  return (timeline, side) => {
    const slot = views(timeline).get(side);
    const kept = slot?.view ?? { made: make(timeline, side) };
    if (slot !== undefined) slot.view = kept;
    return kept.made;
  };
}

/** The events of one side, in the order of its record. */
export const eventsOf = oncePerSide(({ events }, side): readonly TimedEvent[] => events.filter((event) => event.side === side));

export function eventsOfKind<Kind extends TimedEvent['kind']>(timeline: Timeline, side: Side, kind: Kind): readonly EventOf<Kind>[] {
  return timedOf(eventsOf(timeline, side), kind) as unknown as readonly EventOf<Kind>[];
}

/** How many of these, which stand in the order of the record, come before the event. */
export function countBefore(events: readonly Pick<TimedEvent, 'ref'>[], ref: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.ref ?? ref) < ref) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What has a stamp, in order of time. */
export type Timetable<Value> = readonly { at: number; value: Value }[];

export function timetableOf<Value>(values: readonly Value[], eventOf: (value: Value) => TimedEvent): Timetable<Value> {
  const stamped = values.map((value) => ({ at: eventOf(value).at ?? Number.NaN, value })).filter(({ at }) => !Number.isNaN(at));
  return stamped.sort((one, two) => one.at - two.at);
}

export function within<Value>(table: Timetable<Value>, fromMs: number, toMs: number): Value[] {
  const found: Value[] = [];
  let low = 0;
  for (let high = table.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((table[middle]?.at ?? fromMs) < fromMs) low = middle + 1;
    else high = middle;
  }
  for (let next = table[low]; next !== undefined && next.at <= toMs; next = table[low]) {
    found.push(next.value);
    low += 1;
  }
  return found;
}

const sasByKey = once(({ childSas }) => new Map(childSas.toReversed().map((sa) => [`${sa.receiver} ${sa.spi}`, sa])));

/** The life of an SPI at its receiver. */
export function saOf(timeline: Timeline, receiver: Side, spi: string): ChildSa | undefined {
  return sasByKey(timeline).get(`${receiver} ${spi}`);
}

/** Messages that the side sent, with what became of them. */
export const messagesFrom = oncePerSide(({ messages }, side) => messages.filter(({ from, sent }) => from === side && sent !== null));

/** `quick 570535495 1`: the words within a key. */
const messagesById = once(({ messages }) => grouped(messages, ({ key }) => new Set(key.split(' ').slice(1, -1))));

/** Messages that bear this message id. */
export function messagesOf(timeline: Timeline, id: number | null | undefined): readonly PairedMessage[] {
  return id == null ? [] : (messagesById(timeline).get(String(id)) ?? []);
}
