/** How far apart two events are is an interval: stamps have a precision, two clocks a bound; what is only interpolated says nothing. */
import { orderOf, precisionsOf } from '../timeline/event-order.ts';
import type { TimedEvent } from '../timeline/model.ts';

/** What goes with its IKE SA, or because S says so, goes at once when that is closed. [C RFC 7296 1.4.1] */
export const AT_ONCE_MS = 1000;
/** The SAs go with the peer, or with its IKE SA, in either order of lines. [L] */
export const WITH_PEER_MS = 10_000;

export function hasOwnStamp({ at, precisionMs }: TimedEvent): boolean {
  return at !== null && precisionMs <= COARSEST_MS;
}

/** From the one to the other, in ms, at least and at most; negative when it lies before. */
export interface Apart {
  leastMs: number;
  mostMs: number;
}

/** A stamp in whole seconds; what is coarser was put between its neighbours. */
export const COARSEST_MS = 1000;
/** What is printed within one millisecond may have happened in either order. */
const SAME_MS = 1;

export function apart(from: TimedEvent | undefined, to: TimedEvent | undefined): Apart | undefined {
  if (from === undefined || to === undefined) return undefined;
  const isOneClock = from.side === to.side;
  const [one, two] = isOneClock ? [from.at, to.at] : [from.commonAt, to.commonAt];
  if (one === null || two === null) return undefined;
  const [first, second] = isOneClock ? precisionsOf(from, to) : [from.precisionMs, to.precisionMs];
  if (first > COARSEST_MS || second > COARSEST_MS) return undefined;
  const isFine = first <= SAME_MS && second <= SAME_MS;
  const bound = isOneClock ? (isFine ? SAME_MS : first + second) : from.uncertaintyMs + to.uncertaintyMs;
  return { leastMs: two - one - bound, mostMs: two - one + bound };
}

/** Undecided within one millisecond, inside the bound of two clocks, or within one stamp of two files; without stamps of their own a device's order of lines stands. */
export function isBefore(one: TimedEvent, two: TimedEvent): 'yes' | 'no' | 'unknown' {
  if (one.ref === two.ref) return 'no';
  const order = orderOf(one, two);
  if (one.side !== two.side) return order === 'before' ? 'yes' : order === 'after' ? 'no' : 'unknown';
  const [first, second] = precisionsOf(one, two);
  const isStamped = one.at !== null && two.at !== null && first <= SAME_MS && second <= SAME_MS;
  if (isStamped && Math.abs((one.at ?? 0) - (two.at ?? 0)) <= SAME_MS) return 'unknown';
  if (isWithinOneStamp(one, two)) return 'unknown';
  return order === 'before' ? 'yes' : 'no';
}

/** Of two files of one device nobody knows which was printed first within a second that both only name, unless the router numbered its lines. [C] ike.md 2 */
export function isWithinOneStamp(one: TimedEvent, two: TimedEvent): boolean {
  if (one.file === two.file || one.at === null || two.at === null) return false;
  if (one.sequence !== undefined && two.sequence !== undefined) return false;
  return Math.abs(one.at - two.at) < Math.max(one.precisionMs, two.precisionMs);
}

/** The router numbered both lines, and this one first: its own order, where the stamps do not tell two apart. [C] ike.md 2 */
export function isNumberedBefore(one: TimedEvent, two: TimedEvent): boolean {
  if (one.side !== two.side || one.sequence === undefined || two.sequence === undefined) return false;
  // A number that runs against the lines has begun anew, or is another counter's.
  return one.sequence < two.sequence && one.ref < two.ref;
}
