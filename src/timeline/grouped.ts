/** Grouping sorts a long list out once, so that who looks for few of it need not go through all. */
import type { Event, EventKind } from '../ipsec/event.ts';
import type { RecordedEvent } from './clock-step.ts';
import type { TimedEvent } from './model.ts';

export function grouped<Key, Value>(values: readonly Value[], keysOf: (value: Value) => Iterable<Key>): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) for (const key of keysOf(value)) put(groups, key, value);
  return groups;
}

function put<Key, Value>(groups: Map<Key, Value[]>, key: Key, value: Value): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}

/** Lists of events do not change once they are made. */
const KNOWN = new WeakMap<readonly unknown[], Map<EventKind, unknown[]>>();

/** Those of a kind, in the order of the list. */
export function timedOf<Kind extends EventKind>(events: readonly TimedEvent[], kind: Kind): readonly (TimedEvent & { kind: Kind })[] {
  return (byKind(events, (event) => event.kind).get(kind) ?? []) as (TimedEvent & { kind: Kind })[];
}

export type RecordedOf<Kind extends EventKind> = RecordedEvent & { event: Extract<Event, { kind: Kind }> };

export function recordedOf<Kind extends EventKind>(events: readonly RecordedEvent[], kind: Kind): readonly RecordedOf<Kind>[] {
  return (byKind(events, ({ event }) => event.kind).get(kind) ?? []) as RecordedOf<Kind>[];
}

export function kindsIn(events: readonly RecordedEvent[]): EventKind[] {
  return [...byKind(events, ({ event }) => event.kind).keys()];
}

function byKind<Value>(events: readonly Value[], kindOf: (event: Value) => EventKind): Map<EventKind, unknown[]> {
  const known = KNOWN.get(events);
  if (known !== undefined) return known;
  const kinds = new Map<EventKind, unknown[]>();
  for (const event of events) put(kinds, kindOf(event), event);
  KNOWN.set(events, kinds);
  return kinds;
}
