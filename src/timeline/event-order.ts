/** The order of two events is what the record allows to be said: a device's own order of lines, or two clocks with their bounds. */
import type { TimedEvent } from './model.ts';

/** `undecided`: the bounds overlap, or an event has no place on the common clock. */
export type Order = 'before' | 'after' | 'undecided';

type Placed = Pick<TimedEvent, 'side' | 'ref' | 'commonAt' | 'uncertaintyMs'>;
type Stamped = Pick<TimedEvent, 'side' | 'at' | 'precisionMs' | 'stepMs'>;

/** Two stamps in whole seconds; what is only interpolated says less than the order of lines does. */
const COARSEST_MS = 2000;

export function orderOf(one: Placed, two: Placed): Order {
  if (one.side === two.side) return one.ref === two.ref ? 'undecided' : one.ref < two.ref ? 'before' : 'after';
  if (one.commonAt === null || two.commonAt === null) return 'undecided';
  const apartMs = two.commonAt - one.commonAt;
  const boundMs = one.uncertaintyMs + two.uncertaintyMs;
  if (Math.abs(apartMs) <= boundMs) return 'undecided';
  return apartMs > 0 ? 'before' : 'after';
}

export function isSurelyBefore(one: Placed, two: Placed): boolean {
  return orderOf(one, two) === 'before';
}

/** False only when it surely stands behind the other. */
export function maybeBefore(one: Placed, two: Placed): boolean {
  return orderOf(one, two) !== 'after';
}

/** ms from one event to another on one device's clock; undefined without stamps of their own, or across devices. */
export function gapMs(from: Stamped | undefined, to: Stamped | undefined): number | undefined {
  if (from === undefined || to === undefined || from.side !== to.side || from.at === null || to.at === null) return undefined;
  const [one, two] = precisionsOf(from, to);
  return one + two > COARSEST_MS ? undefined : to.at - from.at;
}

/** How sharp two stamps of one device are against each other: a clock that was set behind both has moved them alike. */
export function precisionsOf(one: Pick<Stamped, 'precisionMs' | 'stepMs'>, two: Pick<Stamped, 'precisionMs' | 'stepMs'>): [number, number] {
  const alike = one.stepMs === two.stepMs ? (one.stepMs ?? 0) : 0;
  return [one.precisionMs - alike, two.precisionMs - alike];
}
