/** A pulse is what a debug prints at equal intervals, as probes for a dead peer are: where it stops without an end while the router prints other lines, nothing proves that the debug was still heard. */
import type { Event } from '../ipsec/event.ts';
import type { Stretch } from './listening.ts';
import { printSpan } from './span.ts';

/** Fewer intervals may be equal by chance. [L] */
const INTERVALS_LEAST = 5;
/** Most of the intervals are the usual one, give or take. [L] */
const REGULAR_SHARE = 0.8;
const TOLERANCE = 0.25;
/** Probes that are repeated come sooner, and one or two may be lost with the traffic that makes them needless. [L] */
const PERIODS_SILENT = 4;
/** One probe is several lines. [C] */
const APART_MS = 1000;
/** A long record has hundreds of thousands of them; the latest say enough. */
const KEPT_MAX = 400;

interface Silence {
  fromAt: number;
  toAt: number;
  /** The period of what had beaten until then. */
  periodMs: number;
}

export class Pulse {
  readonly #beats = new Map<string, { at: number; intervals: number[] }>();
  readonly #found: Silence[] = [];
  #lastOwnAt: number | null = null;
  #others = 0;

  /** One of the debug's own lines. */
  own(event: Event, at: number): void {
    this.#fallSilent(at);
    this.#lastOwnAt = Math.max(at, this.#lastOwnAt ?? at);
    this.#others = 0;
    if (isEnd(event)) this.#beats.clear();
    else if (event.kind === 'dpd') this.#beat(`${event.change} ${event.remote ?? ''}`, at);
  }

  /** A line of anybody else: the router was up, and its lines came home. */
  other(): void {
    this.#others += 1;
  }

  /** Switched on or off: what was regular before need not be so afterwards. */
  turn(): void {
    this.#beats.clear();
  }

  close(endAt: number): Stretch[] {
    this.#fallSilent(endAt);
    return this.#found.map(({ fromAt, toAt, periodMs }) => ({ fromAt, toAt, why: `until then it printed every ${printSpan(periodMs)}` }));
  }

  #beat(key: string, at: number): void {
    const known = this.#beats.get(key);
    if (known === undefined) this.#beats.set(key, { at, intervals: [] });
    else if (at - known.at >= APART_MS) {
      known.intervals.push(at - known.at);
      if (known.intervals.length > KEPT_MAX) known.intervals.shift();
      known.at = at;
    }
  }

  #fallSilent(until: number): void {
    const since = this.#lastOwnAt;
    if (since === null || this.#others === 0) return;
    const periods = [...this.#beats.values()].flatMap(({ at, intervals }) => {
      const periodMs = periodOf(intervals);
      // It beat until the silence began.
      return periodMs === undefined || since - at > periodMs * (1 + TOLERANCE) ? [] : [periodMs];
    });
    const periodMs = Math.min(...periods);
    if (until - since > periodMs * PERIODS_SILENT) this.#found.push({ fromAt: since, toAt: until, periodMs });
  }
}

/** The usual interval; undefined where there is none. */
function periodOf(intervals: readonly number[]): number | undefined {
  if (intervals.length < INTERVALS_LEAST) return undefined;
  const middle = intervals.toSorted((one, two) => one - two)[Math.floor(intervals.length / 2)] ?? 0;
  const usual = intervals.filter((each) => Math.abs(each - middle) <= middle * TOLERANCE);
  return middle > 0 && usual.length >= intervals.length * REGULAR_SHARE ? middle : undefined;
}

/** Behind it nothing need be probed. */
function isEnd(event: Event): boolean {
  if (event.kind === 'delete') return true;
  if (event.kind === 'ike-sa') return event.change === 'deleted' || event.change === 'failed' || event.change === 'started';
  return event.kind === 'reload' || (event.kind === 'dpd' && event.change === 'dead');
}
