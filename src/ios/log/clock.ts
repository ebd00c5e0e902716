/** A log's clock follows its stamps: first and last, new years where none is printed, and what sequence numbers say is missing. */

import type { Event } from '../../ipsec/event.ts';
import type { LogEntry } from './entry.ts';
import type { LogEnd, LogSession } from './session.ts';
import { type CalendarStamp, calendarAt, MONTHS, type Stamp } from './stamp.ts';

export interface Gap {
  fromAt: number;
  toAt: number;
  why: string;
}

const DECEMBER = MONTHS.indexOf('Dec');
const NOVEMBER = MONTHS.indexOf('Nov');
const FEBRUARY = MONTHS.indexOf('Feb');
const DAYS_MAX = 31;
/** Around midnight lines change places, and from the first of March to the last of February it is four of such days. */
const DISORDER_DAYS = 4;

/** `Nov 12 02:52:00 hq 12: `: what was sent to a relay is counted; that none of it is missing does not prove a log whole of which not all is sent. [C logging trap] */
const RELAYS_COUNT = /\d{2}:\d{2}:\d{2}\S* [\w.:-]{1,64} \d{1,10}: *$/;

export class LogClock {
  newYears = 0;
  fromAt: number | null = null;
  toAt: number | null = null;
  /** The zone of the last stamp that prints one. */
  zone: string | null = null;
  readonly zones = new Set<string>();
  readonly gaps: Gap[] = [];
  /** Stretches within which no sequence number is missing. */
  readonly numbered: { fromAt: number; toAt: number }[] = [];
  /** Between which instants the device started, by every date that stands next to an uptime. */
  readonly started = { earliestAt: Number.NEGATIVE_INFINITY, latestAt: Number.POSITIVE_INFINITY };
  /** How many messages there were. */
  messages = 0;
  /** The stamp that stands last. */
  lastAt: number | null = null;
  readonly #session: LogSession;
  readonly #end: LogEnd | undefined;
  #lastMonth = -1;
  #lastOrdinal = 0;
  #lastStamp: Stamp | undefined;
  #isLastInFuture = false;
  #lastSequence: number | undefined;

  constructor(session: LogSession, end?: LogEnd) {
    this.#session = session;
    this.#end = end;
  }

  follow(entry: LogEntry): void {
    const { stamp, sequence } = entry.head;
    if (stamp?.kind === 'calendar' && stamp.year === undefined) this.#followYear(stamp);
    if (stamp?.kind === 'calendar' && stamp.zone !== undefined && stamp.zone !== this.zone) {
      this.zone = stamp.zone;
      this.zones.add(stamp.zone);
    }
    this.messages += 1;
    const at = this.#session.atOf(entry);
    if (at !== null) {
      if (stamp?.kind !== this.#lastStamp?.kind) this.#followStart(stamp, at);
      this.#lastStamp = stamp;
      if (this.fromAt === null || at < this.fromAt) this.fromAt = at;
      if (this.toAt === null || at > this.toAt) this.toAt = at;
    }
    this.#followSequence(sequence, at, entry.head.relay);
  }

  /**
   * December or November, then January or February, is a new year, and so is any step back from a day that this year had not had yet when the log
   * was taken; any other step back is a clock that was set.
   */
  #followYear(stamp: CalendarStamp): void {
    const { month, day } = stamp;
    const ordinal = month * DAYS_MAX + day;
    const isWinter = (this.#lastMonth === DECEMBER || this.#lastMonth === NOVEMBER) && month <= FEBRUARY;
    if (isWinter || (this.#isLastInFuture && this.#lastOrdinal - ordinal > DISORDER_DAYS)) {
      this.newYears += 1;
      this.#session.year += 1;
    }
    const end = this.#end;
    if (end !== undefined && ordinal !== this.#lastOrdinal) this.#isLastInFuture = calendarAt(stamp, end.year) > end.at;
    this.#lastMonth = month;
    this.#lastOrdinal = ordinal;
  }

  /** An uptime counts from 0 here, and is cut, not rounded. */
  #followStart(stamp: Stamp | undefined, at: number): void {
    const { lastAt, started } = this;
    if (lastAt === null || stamp === undefined) return;
    if (stamp.kind === 'uptime') started.earliestAt = Math.max(started.earliestAt, lastAt - at - stamp.precisionMs);
    else started.latestAt = Math.min(started.latestAt, at - lastAt);
  }

  /** A line of a block may be counted by itself: its number is not missing. */
  goOn(sequence: number | undefined): void {
    this.messages += 1;
    if (sequence !== undefined && sequence === (this.#lastSequence ?? Number.NaN) + 1) this.#lastSequence = sequence;
  }

  #followSequence(sequence: number | undefined, at: number | null, relay = ''): void {
    const last = this.#lastSequence;
    if (sequence !== undefined && last !== undefined && sequence > last + 1 && at !== null && this.lastAt !== null) {
      const count = sequence - last - 1;
      this.gaps.push({ fromAt: this.lastAt, toAt: at, why: `sequence numbers ${last} to ${sequence}: ${count} messages missing` });
    }
    if (sequence !== undefined && at !== null && !RELAYS_COUNT.test(relay)) this.#followNumbered(sequence, at);
    this.#lastSequence = sequence ?? last;
    this.lastAt = at ?? this.lastAt;
  }

  #followNumbered(sequence: number, at: number): void {
    const run = this.numbered.at(-1);
    if (run !== undefined && sequence === (this.#lastSequence ?? Number.NaN) + 1 && at >= run.toAt) run.toAt = at;
    else this.numbered.push({ fromAt: at, toAt: at });
  }
}

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
