/** Relay formats are the headers of two relays, or of two settings of one, in one file: they may be of two zones, and no clock was set where one follows the other. */
import { ISO_STAMP, RELAY_PRECISION_MS } from '../ios/log/relay-stamp.ts';
import type { Event } from '../ipsec/event.ts';

/** Zones lie a whole quarter of an hour apart. [L] */
const QUARTER_MS = 900_000;
/** No zone is farther from another. */
const APART_MAX_MS = 26 * 3_600_000;

/** Those whose header names no zone are moved onto the clock of those that have one. */
export function inOneFormat(events: readonly Event[]): readonly Event[] {
  if (!events.some(isIso) || !events.some(isOther)) return events;
  const apart = events.flatMap((event, index) => {
    const before = events[index - 1];
    if (before?.at == null || event.at === null || isIso(before) === isIso(event)) return [];
    return [isIso(event) ? event.at - before.at : before.at - event.at];
  });
  const quarters = apart.map((ms) => Math.round(ms / QUARTER_MS) * QUARTER_MS).toSorted((one, two) => Math.abs(one) - Math.abs(two));
  const moveMs = quarters[Math.floor(quarters.length / 2)] ?? 0;
  if (moveMs === 0 || Math.abs(moveMs) > APART_MAX_MS) return events;
  return events.map((event) => (isOther(event) && event.at !== null ? { ...event, at: event.at + moveMs } : event));
}

function isRelays({ at, precisionMs }: Event): boolean {
  return at !== null && precisionMs === RELAY_PRECISION_MS;
}

function isIso(event: Event): boolean {
  return isRelays(event) && ISO_STAMP.test(event.text);
}

function isOther(event: Event): boolean {
  return isRelays(event) && !ISO_STAMP.test(event.text);
}
