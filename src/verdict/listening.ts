/** Listening says whether a side surely recorded over a stretch of its own clock: only there does silence say that nothing happened. */
import { TRACE_ID } from '../ios/families/event-trace.ts';
import { RECORDING_MARK } from '../ios/log/syslog.ts';
import type { EventKind } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import type { TimedEvent, Timeline } from '../timeline/model.ts';

/** What is printed without any debug; what only the debugs of IKE, or of IPsec, print. */
export type Heard = 'log' | 'ike' | 'ipsec';
export type Listened = 'yes' | 'no' | 'unknown';

const TOLD_BY: Readonly<Record<Exclude<Heard, 'log'>, ReadonlySet<EventKind>>> = {
  ike: new Set<EventKind>(['message', 'ike-sa', 'negotiation', 'delete', 'notify', 'dpd']),
  ipsec: new Set<EventKind>(['child-sa']),
};

interface Span {
  fromMs: number;
  toMs: number;
}

const SPANS = new WeakMap<Timeline, Map<string, Span | undefined>>();
/** A stamp of whole seconds, or the line that was printed a moment before. */
const EDGE_MS = 1000;

/** `no`: it was surely not; `unknown`: nothing says. Both ends on the side's own clock, in ms since 1970. */
export function listened(timeline: Timeline, side: Side, heard: Heard, fromMs: number, toMs: number): Listened {
  const span = spanOf(timeline, side, heard);
  if (span === undefined) return timeline.recordings[side].lines === 0 ? 'no' : 'unknown';
  if (timeline.recordings[side].gaps.some((gap) => gap.fromAt <= toMs && gap.toAt >= fromMs)) return 'no';
  return span.fromMs <= fromMs + EDGE_MS && span.toMs >= toMs - EDGE_MS ? 'yes' : 'unknown';
}

/** True when nothing can be missing between two lines: each is numbered without a gap, or our own mark ends a recording that was read back whole. */
export function isProvenWhole(timeline: Timeline, side: Side): boolean {
  const known = WHOLE.get(timeline) ?? {};
  WHOLE.set(timeline, known);
  known[side] ??= proveWhole(timeline, side);
  return known[side];
}

const WHOLE = new WeakMap<Timeline, Partial<Record<Side, boolean>>>();

function proveWhole(timeline: Timeline, side: Side): boolean {
  const { gaps, damagedLines } = timeline.recordings[side];
  if (gaps.length > 0 || damagedLines > 0) return false;
  const events = eventsOf(timeline, side);
  return events.length > 0 && (events.some(isMark) || events.every(({ sequence }) => sequence !== undefined));
}

function spanOf(timeline: Timeline, side: Side, heard: Heard): Span | undefined {
  const known = SPANS.get(timeline) ?? new Map<string, Span | undefined>();
  SPANS.set(timeline, known);
  const key = `${side} ${heard}`;
  if (!known.has(key)) known.set(key, measure(timeline, side, heard));
  return known.get(key);
}

function measure(timeline: Timeline, side: Side, heard: Heard): Span | undefined {
  const { fromAt, toAt, families } = timeline.recordings[side];
  if (fromAt === null || toAt === null) return undefined;
  if (heard === 'log') return { fromMs: fromAt, toMs: toAt };
  const kinds = TOLD_BY[heard];
  const times = eventsOf(timeline, side).flatMap((event) =>
    event.at !== null && (kinds.has(event.kind) || isMark(event)) ? [event.at] : [],
  );
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || !eventsOf(timeline, side).some(({ kind }) => kinds.has(kind))) return undefined;
  // A trace that is enabled runs for as long as anything is recorded. [L] ike.md 1.5
  return { fromMs: first, toMs: families.includes(TRACE_ID) ? Math.max(last, toAt) : last };
}

function eventsOf({ events }: Timeline, side: Side): TimedEvent[] {
  return events.filter((event) => event.side === side);
}

function isMark(event: TimedEvent): boolean {
  return event.kind === 'syslog' && event.facility === 'HA_EM' && event.message.includes(RECORDING_MARK);
}
