/** Persistence tells a passing invalid SPI from a black hole: IOS logs one a minute at most, so a second log of the same flow says it goes on. */
import type { InvalidSpiEvent } from '../ipsec/event.ts';
import type { Incident, TimedEvent } from './model.ts';

/** IOS limits the message to one a minute. [C] */
const LOG_INTERVAL_MS = 60_000;

type Persistence = Pick<Incident, 'persistence' | 'persistenceReason'>;

export function persistenceOf(group: readonly (TimedEvent & InvalidSpiEvent)[], events: readonly TimedEvent[]): Persistence {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return { persistence: 'unknown', persistenceReason: 'never logged' };
  if (group.length > 1) return { persistence: 'black-hole', persistenceReason: seenAgain(first, last, group.length) };
  return onceOnly(first, events);
}

function seenAgain(first: TimedEvent, last: TimedEvent, count: number): string {
  if (first.at === null || last.at === null) return `logged ${count} times; the lines have no stamps`;
  const apart = `after ${((last.at - first.at) / 1000).toFixed(1)} s`;
  return count === 2 ? `seen again ${apart}` : `logged ${count} times, the last ${apart}`;
}

/** Seen once is passing when the record goes on; at the very end of the record nobody can tell. */
function onceOnly(event: TimedEvent, events: readonly TimedEvent[]): Persistence {
  const later = events.filter(({ side, ref }) => side === event.side && ref > event.ref);
  if (event.at === null) {
    const line = { persistenceReason: 'logged once; the lines have no stamps' };
    return later.length > 0
      ? { persistence: 'transient', ...line }
      : { persistence: 'unknown', persistenceReason: 'logged once, as the last line of the record' };
  }
  const endAt = later.reduce((end, { at }) => (at === null ? end : Math.max(end, at)), event.at);
  const leftMs = endAt - event.at;
  if (leftMs <= 0) return { persistence: 'unknown', persistenceReason: 'logged once, at the very end of the record' };
  const left = `${(leftMs / 1000).toFixed(1)} s`;
  const isShort = leftMs < LOG_INTERVAL_MS ? ', before IOS could have logged it again' : '';
  return { persistence: 'transient', persistenceReason: `not seen again; the record goes on for ${left}${isShort}` };
}
