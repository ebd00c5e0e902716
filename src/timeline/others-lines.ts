/** Lines of others are those that name no peer and stand between lines of the same IKE SA that name another one than ours. */
import type { Event } from '../ipsec/event.ts';
import { remoteOf } from './addresses.ts';
import type { RecordedEvent } from './clock-step.ts';

/** `IKEv2:(SESSION ID = 7,SA ID = 3):` [C] ike.md 6; both numbers are given again, but not within moments. */
const CONNECTION = /\(SESSION ID = \d+,\s?SA ID = \d+\)/;
/** The lines of one exchange, or of one end, with their retransmissions. [L] */
const NEAR_MS = 120_000;

interface Named {
  at: number | null;
  isOther: boolean;
}

/** `isOurs`: whether a line that names a peer is of the tunnel. */
export function othersLines(events: readonly RecordedEvent[], isOurs: (event: Event) => boolean): ReadonlySet<Event> {
  if (events.every(({ event }) => remoteOf(event) === undefined || isOurs(event))) return new Set();
  const before = nearestNamed(events, isOurs);
  const behind = nearestNamed(events.toReversed(), isOurs);
  return new Set(
    [...before.keys()].filter((event) => {
      const sides = [before.get(event), behind.get(event)].filter((each) => each !== undefined && isNear(each, event));
      return sides.length > 0 && sides.every((each) => each?.isOther === true);
    }),
  );
}

/** Of each line of an IKE SA that names no peer: the last line of that IKE SA before it that does. */
function nearestNamed(events: readonly RecordedEvent[], isOurs: (event: Event) => boolean): Map<Event, Named | undefined> {
  const last = new Map<string, Named>();
  const found = new Map<Event, Named | undefined>();
  for (const { event } of events) {
    const key = keyOf(event);
    if (key === undefined) continue;
    if (remoteOf(event) === undefined) found.set(event, last.get(key));
    else last.set(key, { at: event.at, isOther: !isOurs(event) });
  }
  return found;
}

function keyOf(event: Event): string | undefined {
  if (event.kind === 'child-sa' || event.kind === 'invalid-spi' || event.kind === 'syslog') return undefined;
  return CONNECTION.exec(event.text)?.[0];
}

function isNear({ at }: Named, event: Event): boolean {
  return at === null || event.at === null || Math.abs(at - event.at) <= NEAR_MS;
}
