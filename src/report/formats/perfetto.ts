/** The format `perfetto` is both records as a trace for Perfetto or chrome://tracing: the routers as processes, SAs as slices, IKE messages as arrows between them. */
import { SIDES, type Side } from '../../ipsec/side.ts';
import { plain } from '../../plain-text.ts';
import { isSinceStart } from '../../timeline/clock-step.ts';
import type { ChildSa, EventRef, PairedMessage, TimedEvent, Timeline } from '../../timeline/model.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { sayOffset } from '../clock-words.ts';
import { sayEvent } from '../tell-event.ts';
import type { ReportFormat } from './format.ts';

/** One entry of a trace, as far as it is used here; `ts` and `dur` in microseconds. [C Google: Trace Event Format] */
interface TraceEvent {
  ph: 'M' | 'X' | 'i' | 's' | 'f';
  name: string;
  cat?: string;
  pid: number;
  tid: number;
  ts?: number;
  dur?: number;
  id?: number;
  bp?: 'e';
  s?: 't' | 'p';
  args?: Record<string, unknown>;
}

export const perfetto: ReportFormat = {
  id: 'perfetto',
  title: 'a trace for Perfetto or chrome://tracing',
  print: (verdict, timeline) =>
    plain(
      `${JSON.stringify(
        {
          displayTimeUnit: 'ms',
          metadata: metadataOf(verdict, timeline),
          traceEvents: [...SIDES.flatMap((side) => [...headOf(timeline, side), ...slicesOf(timeline, side)]), ...flowsOf(timeline)],
        },
        null,
        1,
      )}\n`,
    ),
};

const PIDS: Readonly<Record<Side, number>> = { a: 1, b: 2 };
/** One row of each process; every SA has a row of its own behind them. */
const ROWS = { messages: 1, events: 2, firstSa: 10 } as const;
/** Long enough to be seen and clicked. */
const MESSAGE_MICROSECONDS = 500;

function metadataOf({ stories }: Verdict, { tunnel, clock, events, isYearKnown }: Timeline): object {
  return {
    schema: 'flaptrap.trace/1',
    tunnel,
    clock: { ...clock, said: sayOffset(clock, tunnel) ?? null, timesAre: clock.offsetMs === null ? 'of each router' : "on a's clock" },
    isYearKnown,
    withoutTime: events.filter((event) => instantOf(event) === null).length,
    stories: stories.map(({ cause, confidence, spis }) => ({ cause, confidence, spis })),
  };
}

function headOf(timeline: Timeline, side: Side): TraceEvent[] {
  const { tunnel, clock } = timeline;
  const { name, address } = tunnel[side];
  const about = (what: string, tid: number, args: Record<string, unknown>): TraceEvent => ({
    ph: 'M',
    name: what,
    pid: PIDS[side],
    tid,
    args,
  });
  const label = side === 'a' ? "the trace's clock" : (sayOffset(clock, tunnel) ?? 'its own clock: the offset is not known');
  return [
    about('process_name', 0, { name: `${name} (${side}, ${address})` }),
    about('process_labels', 0, { labels: label }),
    about('process_sort_index', 0, { sort_index: PIDS[side] }),
    about('thread_name', ROWS.messages, { name: 'IKE messages' }),
    about('thread_name', ROWS.events, { name: 'events' }),
    ...livesOf(timeline, side).map(({ sa }, index) =>
      about('thread_name', ROWS.firstSa + index, { name: `${sa.receiver === side ? 'inbound' : 'outbound'} SA ${sa.spi}` }),
    ),
  ];
}

function slicesOf(timeline: Timeline, side: Side): TraceEvent[] {
  const own = timeline.events.filter((event) => event.side === side);
  return [
    ...livesOf(timeline, side).map(({ sa, fromMs, toMs, isOpen }, index) => ({
      ...placed('X', side, ROWS.firstSa + index, fromMs),
      name: sa.spi,
      cat: 'sa',
      dur: microseconds(toMs) - microseconds(fromMs),
      args: { receiver: timeline.tunnel[sa.receiver].name, endsWithTheRecord: isOpen },
    })),
    ...own.flatMap((event) => (event.kind === 'message' ? [] : pointOf(event))),
    ...messageSlices(own),
  ];
}

interface Life {
  sa: ChildSa;
  fromMs: number;
  toMs: number;
  /** Its end is not on record. */
  isOpen: boolean;
}

/** From its making to its end at this side; what is not on record reaches as far as the record does. */
function livesOf(timeline: Timeline, side: Side): Life[] {
  const times = timeline.events.flatMap((event) => (event.side === side ? (instantOf(event) ?? []) : []));
  const [first, last] = [
    times.reduce((one, two) => Math.min(one, two), Infinity),
    times.reduce((one, two) => Math.max(one, two), -Infinity),
  ];
  return timeline.childSas.flatMap((sa) => {
    const life = sa.receiver === side ? sa.inbound : sa.outbound;
    const at = (ref: EventRef | null): number | null => (ref === null ? null : instantOf(timeline.events[ref]));
    const known = Object.values(life).flatMap((ref: EventRef | null) => at(ref) ?? []);
    if (known.length === 0) return [];
    const begun = at(life.requested) ?? at(life.created) ?? at(life.installed);
    const ended = at(life.deleted);
    const fromMs = begun ?? first;
    return [{ sa, fromMs, toMs: Math.max(fromMs, ended ?? last), isOpen: ended === null }];
  });
}

function pointOf(event: TimedEvent): TraceEvent[] {
  const atMs = instantOf(event);
  if (atMs === null) return [];
  const scope = event.kind === 'invalid-spi' || event.kind === 'reload' ? 'p' : 't';
  return [{ ...placed('i', event.side, ROWS.events, atMs), name: sayEvent(event), cat: event.kind, s: scope, args: argsOf(event) }];
}

/** No slice reaches into the next one of its row: they would be taken for one inside the other. */
function messageSlices(own: readonly TimedEvent[]): TraceEvent[] {
  const messages = own.flatMap((event) => {
    const atMs = instantOf(event);
    return event.kind !== 'message' || atMs === null ? [] : [{ event, ts: microseconds(atMs) }];
  });
  const starts = [...new Set(messages.map(({ ts }) => ts))].toSorted((one, two) => one - two);
  const next = new Map(starts.map((ts, index) => [ts, starts[index + 1] ?? Infinity]));
  return messages.map(({ event, ts }) => ({
    ...placed('X', event.side, ROWS.messages, ts / 1000),
    name: `${sayEvent(event)} ${event.kind === 'message' ? event.direction : ''}`.trim(),
    cat: 'message',
    dur: Math.min(MESSAGE_MICROSECONDS, (next.get(ts) ?? Infinity) - ts),
    args: argsOf(event),
  }));
}

/** An arrow for each message that both ends saw; its ends lie in the two slices. */
function flowsOf({ messages, events }: Timeline): TraceEvent[] {
  return messages.flatMap((message, index) => {
    const [from, to] = [eventAt(events, message.sent), eventAt(events, message.received)];
    if (from === undefined || to === undefined) return [];
    const flow = { name: message.key, cat: 'ike', id: index + 1 };
    return [
      { ...placed('s', from.event.side, ROWS.messages, from.atMs), ...flow },
      { ...placed('f', to.event.side, ROWS.messages, to.atMs), ...flow, bp: 'e' },
    ] satisfies TraceEvent[];
  });
}

function eventAt(events: readonly TimedEvent[], ref: PairedMessage['sent']): { event: TimedEvent; atMs: number } | undefined {
  const event = ref === null ? undefined : events[ref];
  const atMs = instantOf(event);
  return event === undefined || atMs === null ? undefined : { event, atMs };
}

function argsOf({ file, line, text, at, uncertaintyMs }: TimedEvent): Record<string, unknown> {
  return { place: `${file}:${line}`, text, ownClock: at === null || isSinceStart(at) ? null : new Date(at).toISOString(), uncertaintyMs };
}

function placed<Ph extends TraceEvent['ph']>(
  ph: Ph,
  side: Side,
  tid: number,
  atMs: number,
): { ph: Ph; pid: number; tid: number; ts: number } {
  return { ph, pid: PIDS[side], tid, ts: microseconds(atMs) };
}

function microseconds(ms: number): number {
  return Math.round(ms * 1000);
}

/** On the common clock, or on its own where the offset is not known. */
function instantOf(event: TimedEvent | undefined): number | null {
  return event?.commonAt ?? event?.at ?? null;
}
