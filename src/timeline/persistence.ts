/** Persistence tells a passing invalid SPI from a black hole: IOS logs one a minute at most, so a second log of the same flow says it goes on. */
import type { InvalidSpiEvent } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import { UNKNOWN_SPI_SILENCE_SECONDS } from '../ipsec/spi.ts';
import { isBeforeUntoldStep } from './clock-step.ts';
import type { Incident, TimedEvent } from './model.ts';
import { printSpan } from './span.ts';

export const LOG_INTERVAL_MS = UNKNOWN_SPI_SILENCE_SECONDS * 1000;

type TimedInvalidSpi = TimedEvent & InvalidSpiEvent;
type Persistence = Pick<Incident, 'persistence' | 'persistenceReason'>;

/** Where a side's record ends: its last event, and its latest stamp. */
export interface RecordEnd {
  ref: number;
  latestMs: number | undefined;
  /** When the device was asked for its time, behind all that its buffer holds. */
  askedMs?: number | undefined;
  /** The same by the session that holds the file, where the time was asked above its buffer. */
  askedIn?: ReadonlyMap<string, number> | undefined;
  /** Where messages are missing. */
  gaps?: readonly { fromAt: number; toAt: number }[] | undefined;
}

export function recordEnds(events: readonly TimedEvent[]): Record<Side, RecordEnd> {
  const ends: Record<Side, RecordEnd> = { a: { ref: -1, latestMs: undefined }, b: { ref: -1, latestMs: undefined } };
  for (const { side, ref, at } of events) {
    const end = ends[side];
    end.ref = ref;
    if (at !== null && (end.latestMs === undefined || at > end.latestMs)) end.latestMs = at;
  }
  return ends;
}

/** True when the records show that nothing more can come: R has made the SA since, or S has given it up. */
export type IsSettled = (last: TimedEvent & InvalidSpiEvent) => boolean;

export function persistenceOf(
  group: readonly (TimedEvent & InvalidSpiEvent)[],
  ends: Record<Side, RecordEnd>,
  isSettled: IsSettled,
): Persistence {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return { persistence: 'unknown', persistenceReason: 'it was never logged' };
  if (group.length > 1 && !isOneBurst(first, last))
    return { persistence: 'black-hole', persistenceReason: seenAgain(first, last, group.length) };
  return onceOnly(last, group.length, ends[last.side], isSettled);
}

/** A device that names each packet says in a minute what IOS says once. */
function isOneBurst(first: TimedInvalidSpi, last: TimedInvalidSpi): boolean {
  return last.isEachPacket === true && first.at !== null && last.at !== null && last.at - first.at < LOG_INTERVAL_MS;
}

function seenAgain(first: TimedEvent, last: TimedEvent, count: number): string {
  if (first.at === null || last.at === null) return `logged ${count} times; the lines have no time stamps`;
  if (isBeforeUntoldStep(first) && last.precisionMs < first.precisionMs) return `logged ${count} times; the clock was set between them`;
  const apart = `after ${sayWait(last.at - first.at)}`;
  return count === 2 ? `logged again ${apart}` : `logged ${count} times, the last ${apart}`;
}

/** Seen once is passing when the record goes on for long enough, or shows that it is over; at the very end of the record nobody can tell. */
function onceOnly(event: TimedInvalidSpi, count: number, end: RecordEnd, isSettled: IsSettled): Persistence {
  const logged = count === 1 ? 'logged once' : `logged ${count} times within a minute`;
  if (event.at === null) {
    const persistenceReason = end.ref > event.ref ? `${logged}; the lines have no time stamps` : `${logged}, as the last line of the log`;
    return { persistence: 'unknown', persistenceReason };
  }
  const askedMs = end.askedIn?.get(event.file) ?? (BUFFER.test(event.file) ? (end.askedMs ?? 0) : 0);
  const isAskedLater = askedMs > (end.latestMs ?? event.at);
  const leftMs = (isAskedLater ? askedMs : (end.latestMs ?? event.at)) - event.at;
  if (leftMs <= 0) return { persistence: 'unknown', persistenceReason: `${logged}, at the very end of the log` };
  const left = sayWait(leftMs);
  const missingMs = missingIn(end, event.at, event.at + leftMs);
  const isShort = leftMs - missingMs < LOG_INTERVAL_MS;
  const goesOn = isAskedLater ? `${sayAsked(event, end)} ${left} later` : `the log goes on for ${left}`;
  const holes = missingMs > 0 ? `, of which messages of ${sayWait(missingMs)} are missing` : '';
  const isOver = isShort && isSettled(event);
  const short = isOver ? ', and the records show that nothing more came with it' : ', too short for IOS to log it again';
  const persistenceReason = `not logged again; ${goesOn}${holes}${isShort && (isOver || event.isEachPacket !== true) ? short : ''}`;
  return { persistence: isShort && !isOver ? 'unknown' : 'transient', persistenceReason };
}

function sayAsked({ file }: TimedInvalidSpi, { askedIn }: RecordEnd): string {
  return askedIn?.has(file) ? 'the buffer was printed' : 'show clock was asked';
}

/** Near the minute that IOS is silent for tenths of a second count. */
function sayWait(ms: number): string {
  return ms < 2 * LOG_INTERVAL_MS ? `${(ms / 1000).toFixed(1)} s` : printSpan(ms);
}

/** Of this stretch of the record: where numbers are missing the message may have come again. */
function missingIn({ gaps = [] }: RecordEnd, fromMs: number, toMs: number): number {
  return gaps.reduce((sum, gap) => sum + Math.max(0, Math.min(gap.toAt, toMs) - Math.max(gap.fromAt, fromMs)), 0);
}

/** `show_logging.txt`, `show logging.txt`, `hq-sh-log.txt`: the router was asked for its buffer; a terminal or a relay may have stopped at any time. */
export const BUFFER = /(?:^|[ _-])sh(?:ow?)?[ _-]log/i;
