/** Order puts both records on a's clock: one list by common time, each device's own order kept. */
import type { Side } from '../ipsec/side.ts';
import type { RecordedEvent } from './clock-step.ts';
import type { ClockEstimate, TimedEvent } from './model.ts';
import { type PeerRecord, withKeys } from './record.ts';

type OnCommon = Pick<ClockEstimate, 'offsetMs' | 'uncertaintyMs'>;

/**
 * Events without a stamp stay next to their neighbours; without an offset b is placed by its own clock, and says so by `commonAt: null`.
 * The records' events become the timeline's, and bear its stamps from then on: there are hundreds of thousands, and a copy of each costs as much as reading it.
 */
export function orderEvents(records: Record<Side, PeerRecord>, clock: ClockEstimate): TimedEvent[] {
  const [a, b] = [records.a.events, records.b.events];
  const [keys, theirs] = [withKeys(a), withKeys(b)];
  const shiftMs = clock.offsetMs ?? 0;
  const ordered: TimedEvent[] = [];
  let next = 0;
  // Both lists never run backwards: one pass joins them, a first where the times are the same.
  for (const [index, recorded] of a.entries()) {
    const key = keys[index] ?? Number.NEGATIVE_INFINITY;
    for (; next < b.length && (theirs[next] ?? 0) - shiftMs < key; next += 1) put(ordered, b[next], clock);
    put(ordered, recorded, A_CLOCK);
  }
  for (; next < b.length; next += 1) put(ordered, b[next], clock);
  return ordered;
}

const A_CLOCK: OnCommon = { offsetMs: 0, uncertaintyMs: 0 };

function put(ordered: TimedEvent[], recorded: RecordedEvent | undefined, { offsetMs, uncertaintyMs }: OnCommon): void {
  if (recorded === undefined) return;
  const { event, baseAt, precisionMs, stepMs } = recorded;
  const timed = event as TimedEvent;
  timed.ref = ordered.length;
  timed.commonAt = baseAt === null || offsetMs === null ? null : baseAt - offsetMs;
  timed.uncertaintyMs = precisionMs + (uncertaintyMs ?? 0);
  // Durations are taken between stamps of one clock: the one that holds at the end.
  timed.at = baseAt;
  timed.precisionMs = precisionMs;
  if (stepMs > 0) timed.stepMs = stepMs;
  ordered.push(timed);
}
