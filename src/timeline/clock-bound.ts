/** A bound is what one matched message says of the offset; bounds that contradict each other are told from bounds that drift. */
import { printSpan } from './span.ts';

export interface Bound {
  /** The offset is at most (upper) or at least (lower) this. */
  valueMs: number;
  /** How much the two stamps can be off, together. */
  precisionMs: number;
  at: number;
}

export interface Bounds {
  upper: Bound[];
  lower: Bound[];
}

export interface Intersection {
  upperMs: number | undefined;
  lowerMs: number | undefined;
  conflict?: string | undefined;
}

/** Crystals drift by tens of parts per million; two of them, in opposite directions, by no more than this. [L] */
export const DRIFT_PARTS = 200e-6;

/** The tightest interval that the bounds leave; where they contradict each other, the one that most of them allow. */
export function intersect(bounds: Bounds, delayLeastMs: number, what: 'messages' | 'packets' = 'messages'): Intersection {
  const { upper, lower } = bounds;
  const gapMs = strictGap(upper, lower);
  if (gapMs <= 0) return tightest(bounds, delayLeastMs);
  if (gapMs <= spanMs(bounds) * DRIFT_PARTS) return drifting(bounds, delayLeastMs);
  const offsetMs = mostAllowed(bounds);
  const allowed = {
    upper: upper.filter((bound) => offsetMs <= bound.valueMs + bound.precisionMs),
    lower: lower.filter((bound) => offsetMs >= bound.valueMs - bound.precisionMs),
  };
  const refused = {
    upper: upper.filter((bound) => !allowed.upper.includes(bound)),
    lower: lower.filter((bound) => !allowed.lower.includes(bound)),
  };
  const total = upper.length + lower.length;
  const conflict = `${refused.upper.length + refused.lower.length} of ${total} matched ${what} contradict the rest by up to ${printSpan(gapMs)}: a clock was set meanwhile, or a match is wrong`;
  // Both before and after a step an offset held, and nobody says which clock was set: the bound spans the two.
  const spanned = isApart(allowed, refused) ? hull(tightest(allowed, delayLeastMs), tightest(refused, delayLeastMs)) : undefined;
  return { ...(spanned ?? tightest(allowed, delayLeastMs)), conflict };
}

/** True when all that is refused came before all that contradicts it, or behind: a clock was set in between; a match that is wrong stands among the right ones. */
function isApart(allowed: Bounds, refused: Bounds): boolean {
  const lowest = least(refused.upper.map((bound) => bound.valueMs + bound.precisionMs));
  const highest = most(refused.lower.map((bound) => bound.valueMs - bound.precisionMs));
  const contradicting = [
    ...allowed.lower.filter((bound) => lowest !== undefined && bound.valueMs - bound.precisionMs > lowest),
    ...allowed.upper.filter((bound) => highest !== undefined && bound.valueMs + bound.precisionMs < highest),
  ].map(({ at }) => at);
  const out = [...refused.upper, ...refused.lower].map(({ at }) => at);
  if (contradicting.length === 0 || out.length === 0) return false;
  return (most(contradicting) ?? 0) < (least(out) ?? 0) || (most(out) ?? 0) < (least(contradicting) ?? 0);
}

/** What is bounded on one side only reaches this far to the other. [L] */
const ONE_WAY_MS = 2000;

function hull(...intervals: readonly Intersection[]): Intersection {
  return {
    upperMs: most(intervals.flatMap(({ upperMs, lowerMs }) => upperMs ?? (lowerMs === undefined ? [] : lowerMs + ONE_WAY_MS))),
    lowerMs: least(intervals.flatMap(({ upperMs, lowerMs }) => lowerMs ?? (upperMs === undefined ? [] : upperMs - ONE_WAY_MS))),
  };
}

/** Clocks that drift apart leave no offset that is right all the time: the interval spans the offsets of the beginning and of the end. */
function drifting(bounds: Bounds, delayLeastMs: number): Intersection {
  const { upperMs = 0, lowerMs = 0 } = tightest(bounds, delayLeastMs);
  const widthMs = leastWidth(bounds);
  return { upperMs: Math.max(upperMs, lowerMs) + widthMs, lowerMs: Math.min(upperMs, lowerMs) - widthMs };
}

/** How closely an upper bound and the lower one next to it in time hold the offset. */
function leastWidth({ upper, lower }: Bounds): number {
  const sides = [...upper.map((bound) => ({ ...bound, isUpper: true })), ...lower.map((bound) => ({ ...bound, isUpper: false }))];
  sides.sort((one, two) => one.at - two.at);
  const widths = sides.flatMap((bound, index) => {
    const next = sides[index + 1];
    if (next === undefined || next.isUpper === bound.isUpper) return [];
    return [Math.abs(bound.valueMs - next.valueMs) + bound.precisionMs + next.precisionMs];
  });
  return least(widths) ?? 0;
}

/** The first of a stamp's precision is paid for by the time that every message takes. */
function tightest({ upper, lower }: Bounds, delayLeastMs: number): Intersection {
  const slack = ({ precisionMs }: Bound) => Math.max(0, precisionMs - delayLeastMs);
  return {
    upperMs: least(upper.map((bound) => bound.valueMs + slack(bound))),
    lowerMs: most(lower.map((bound) => bound.valueMs - slack(bound))),
  };
}

/** How far the bounds miss each other, every stamp taken at its worst; 0 or less when they agree. */
function strictGap(upper: readonly Bound[], lower: readonly Bound[]): number {
  const upperMs = least(upper.map((bound) => bound.valueMs + bound.precisionMs));
  const lowerMs = most(lower.map((bound) => bound.valueMs - bound.precisionMs));
  return upperMs === undefined || lowerMs === undefined ? 0 : lowerMs - upperMs;
}

function spanMs({ upper, lower }: Bounds): number {
  const instants = [...upper, ...lower].map(({ at }) => at);
  return (most(instants) ?? 0) - (least(instants) ?? 0);
}

/** The offset that the greatest number of bounds allows, found in one sweep over their values. */
function mostAllowed({ upper, lower }: Bounds): number {
  const edges = [
    ...lower.map((bound) => ({ at: bound.valueMs - bound.precisionMs, change: 1 })),
    ...upper.map((bound) => ({ at: bound.valueMs + bound.precisionMs, change: -1 })),
  ].sort((one, two) => one.at - two.at || two.change - one.change);
  let allowed = upper.length;
  let best = { allowed: -1, at: 0 };
  for (const { at, change } of edges) {
    if (change === 1) allowed += 1;
    if (allowed > best.allowed) best = { allowed, at };
    if (change === -1) allowed -= 1;
  }
  return best.at;
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((one, two) => Math.min(one, two));
}

function most(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((one, two) => Math.max(one, two));
}
