/** A clock anchor is what tells both clocks at nearly one moment besides messages: `show clock` probes, or the marks of one freeze; a clock set behind the last message shows there alone. */
import { RECORDING_MARK } from '../ios/log/syslog.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Interval } from './clock-interval.ts';
import type { RecordedEvent } from './clock-step.ts';
import { recordedOf } from './grouped.ts';
import type { ClockEstimate } from './model.ts';
import type { PeerRecord } from './record.ts';
import { printSpan } from './span.ts';

/** Clocks are slewed, and drift from arming to collecting, by less. [L] */
const SLEWED_MS = 1000;
/** One freeze calls the other end within this. [L] */
const FREEZE_MS = 300_000;

/** The estimate, spanning what an anchor says where the two contradict each other: nobody knows which offset held when. */
export function anchored(estimate: ClockEstimate, records: Record<Side, PeerRecord>, probed: Interval | undefined): ClockEstimate {
  const { offsetMs, uncertaintyMs } = estimate;
  if (offsetMs === null || uncertaintyMs === null) return estimate;
  const from = { fromMs: offsetMs - uncertaintyMs, toMs: offsetMs + uncertaintyMs };
  const anchor = probed === undefined ? boundByMarks(records, from) : grown(probed, SLEWED_MS);
  const gapMs = anchor === undefined ? 0 : Math.max(anchor.fromMs - from.toMs, from.fromMs - anchor.toMs);
  if (anchor === undefined || gapMs <= 0) return estimate;
  const fromMs = Math.min(from.fromMs, anchor.fromMs);
  const toMs = Math.max(from.toMs, anchor.toMs);
  const by = probed === undefined ? 'the marks of one freeze contradict' : 'show clock contradicts';
  const conflict = `${by} the matched messages by ${printSpan(gapMs)}: a clock was set meanwhile`;
  return { ...estimate, offsetMs: (fromMs + toMs) / 2, uncertaintyMs: (toMs - fromMs) / 2, conflict: estimate.conflict ?? conflict };
}

function grown({ fromMs, toMs }: Interval, byMs: number): Interval {
  return { fromMs: fromMs - byMs, toMs: toMs + byMs };
}

/** By the marks that both ends log when a recording is frozen; undefined where the later of them stands behind no silence in which a clock could have been set. */
function boundByMarks(records: Record<Side, PeerRecord>, known: Interval): Interval | undefined {
  const [a, b] = SIDES.map((side) => markedAt(records[side]));
  if (a === undefined || b === undefined) return undefined;
  const interval = grown({ fromMs: b - a, toMs: b - a }, FREEZE_MS);
  const excessMs = Math.max(interval.fromMs - known.toMs, known.fromMs - interval.toMs);
  const later = interval.fromMs > known.toMs ? 'b' : 'a';
  return longestSilence(records[later].events) > excessMs ? interval : undefined;
}

function markedAt({ events }: PeerRecord): number | undefined {
  const mark = recordedOf(events, 'syslog').findLast(({ event }) => event.facility === 'HA_EM' && event.message.includes(RECORDING_MARK));
  return mark?.baseAt ?? undefined;
}

function longestSilence(events: readonly RecordedEvent[]): number {
  let longest = 0;
  let last: number | undefined;
  for (const { baseAt } of events) {
    if (baseAt === null) continue;
    if (last !== undefined) longest = Math.max(longest, baseAt - last);
    last = baseAt;
  }
  return longest;
}
