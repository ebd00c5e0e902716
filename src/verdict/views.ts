/** Views are parts of a timeline for which every incident asks, each made once: thousands of incidents cost little more than a few. */
import { firstPlace } from '../first-place.ts';
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

/** All events have been sorted out by kind when a verdict is asked for: of a kind, those of a side are found without the rest. */
export function eventsOfKind<Kind extends TimedEvent['kind']>(timeline: Timeline, side: Side, kind: Kind): readonly EventOf<Kind>[] {
  const known = OF_KIND(timeline, side);
  const found = known.get(kind) ?? timedOf(timeline.events, kind).filter((event) => event.side === side);
  known.set(kind, found);
  return found as unknown as readonly EventOf<Kind>[];
}

const OF_KIND = oncePerSide(() => new Map<TimedEvent['kind'], readonly TimedEvent[]>());

/** Of some kinds, in the order of the record. */
export function eventsOfKinds<Kind extends TimedEvent['kind']>(
  timeline: Timeline,
  side: Side,
  ...kinds: readonly Kind[]
): readonly EventOf<Kind>[] {
  return kinds.map((kind) => eventsOfKind(timeline, side, kind)).reduce<readonly EventOf<Kind>[]>(merged, []);
}

function merged<Seen extends Pick<TimedEvent, 'ref'>>(some: readonly Seen[], others: readonly Seen[]): Seen[] {
  const found: Seen[] = [];
  let next = 0;
  for (const each of some) {
    for (let other = others[next]; other !== undefined && other.ref < each.ref; other = others[next]) {
      found.push(other);
      next += 1;
    }
    found.push(each);
  }
  return found.concat(others.slice(next));
}

/** How many of these, which stand in the order of the record, come before the event. */
export function countBefore(events: readonly Pick<TimedEvent, 'ref'>[], ref: number): number {
  return firstPlace(events.length, (place) => (events[place]?.ref ?? ref) >= ref);
}

/** What has a stamp, in order of time. */
export type Timetable<Value> = readonly { at: number; value: Value }[];

export function timetableOf<Value>(values: readonly Value[], eventOf: (value: Value) => TimedEvent): Timetable<Value> {
  const stamped = values.map((value) => ({ at: eventOf(value).at ?? Number.NaN, value })).filter(({ at }) => !Number.isNaN(at));
  return stamped.sort((one, two) => one.at - two.at);
}

export function within<Value>(table: Timetable<Value>, fromMs: number, toMs: number): Value[] {
  const found: Value[] = [];
  let place = firstPlace(table.length, (each) => (table[each]?.at ?? fromMs) >= fromMs);
  for (let next = table[place]; next !== undefined && next.at <= toMs; next = table[place]) {
    found.push(next.value);
    place += 1;
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
