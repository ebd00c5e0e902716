/** Order puts both records on a's clock: one list by common time, each device's own order kept. */
import type { Side } from '../ipsec/side.ts';
import type { RecordedEvent } from './clock-step.ts';
import type { ClockEstimate, TimedEvent } from './model.ts';
import { type PeerRecord, withKeys } from './record.ts';

interface Keyed {
  key: number;
  recorded: RecordedEvent;
  commonAt: number | null;
  uncertaintyMs: number;
}

/** Events without a stamp stay next to their neighbours; without an offset b is placed by its own clock, and says so by `commonAt: null`. */
export function orderEvents(records: Record<Side, PeerRecord>, clock: ClockEstimate): TimedEvent[] {
  const a = keyed(records.a, { offsetMs: 0, uncertaintyMs: 0 });
  const b = keyed(records.b, clock);
  return merge(a, b).map(({ recorded, commonAt, uncertaintyMs }, ref) => {
    // Durations are taken between stamps of one clock: the one that holds at the end.
    const { event, baseAt, precisionMs } = recorded;
    return { ...event, ref, commonAt, uncertaintyMs, at: baseAt, precisionMs };
  });
}

function keyed({ events }: PeerRecord, { offsetMs, uncertaintyMs }: Pick<ClockEstimate, 'offsetMs' | 'uncertaintyMs'>): Keyed[] {
  const keys = withKeys(events);
  return events.map((recorded, index) => ({
    key: (keys[index] ?? Number.NEGATIVE_INFINITY) - (offsetMs ?? 0),
    recorded,
    commonAt: recorded.baseAt === null || offsetMs === null ? null : recorded.baseAt - offsetMs,
    uncertaintyMs: recorded.precisionMs + (uncertaintyMs ?? 0),
  }));
}

/** Both lists never run backwards: one pass joins them, a first where the times are the same. */
function merge(a: readonly Keyed[], b: readonly Keyed[]): Keyed[] {
  const merged: Keyed[] = [];
  let index = 0;
  for (const next of a) {
    for (let first = b[index]; first !== undefined && first.key < next.key; first = b[index]) {
      merged.push(first);
      index += 1;
    }
    merged.push(next);
  }
  return [...merged, ...b.slice(index)];
}
