/** Interpolation gives an event without a stamp the time between its stamped neighbours, with a precision that says so. */
import type { Event } from '../../ipsec/event.ts';

/** Debug lines often have no stamp while syslogs have one; before the first and behind the last stamp nothing is guessed. [C] */
export function interpolate(events: Event[]): void {
  let from: number | undefined;
  for (let index = 0; index < events.length; index += 1) {
    if (events[index]?.at === null) continue;
    if (from !== undefined && index - from > 1) fill(events, from, index);
    from = index;
  }
}

function fill(events: Event[], from: number, to: number): void {
  const earlier = events[from];
  const later = events[to];
  if (earlier?.at == null || later?.at == null || later.at < earlier.at) return;
  const half = (later.at - earlier.at) / 2;
  for (let index = from + 1; index < to; index += 1) {
    const event = events[index];
    if (event === undefined) continue;
    event.at = earlier.at + half;
    event.precisionMs = half + Math.max(earlier.precisionMs, later.precisionMs);
  }
}
