/** Lanes are the times of each side's rows in order, so that what stands in one pixel is counted by a search and not by a walk. */
import type { Plot, Shifts } from './plot.ts';
import { ROWS } from './plot.ts';

/** One row of one lane; `refs` are the events, `times` where they are drawn. */
export interface Lane {
  times: Float64Array;
  refs: Int32Array;
}

export interface Shown {
  /** By number of family. */
  hidden: ReadonlySet<number>;
  isShownA: boolean;
  isShownB: boolean;
  /** Events of one SA only; undefined for all. */
  only: ReadonlySet<number> | undefined;
}

/** By side, then row. */
export function lanesOf(plot: Plot, shifts: Shifts, shown: Shown): [Lane[], Lane[]] {
  const rows = ROWS.length;
  const laneOfRef = new Uint8Array(plot.count).fill(NOWHERE);
  for (let ref = 0; ref < plot.count; ref += 1) {
    const isPlaced = !Number.isNaN(plot.at[ref] ?? Number.NaN);
    if (isPlaced && isShown(plot, ref, shown)) laneOfRef[ref] = (plot.isB[ref] ?? 0) * rows + (plot.row[ref] ?? 0);
  }
  const found = refsBy(laneOfRef, 2 * rows).map((refs, lane) => laneOf(refs, plot, lane < rows ? shifts.a : shifts.b));
  return [found.slice(0, rows), found.slice(rows)];
}

/** Of an event that is in no lane. */
const NOWHERE = 0xff;

/** The refs of each group, in their order; `groups` gives the group of each ref, and one that is not below `count` is none. */
export function refsBy(groups: Uint8Array | Int32Array, count: number): Int32Array[] {
  const sizes = new Uint32Array(count);
  const isOne = (group: number): boolean => group >= 0 && group < count;
  for (const group of groups) if (isOne(group)) sizes[group] = (sizes[group] ?? 0) + 1;
  const found = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (let ref = 0; ref < groups.length; ref += 1) {
    const group = groups[ref] ?? -1;
    const own = found[group];
    if (own === undefined) continue;
    const at = sizes[group] ?? 0;
    own[at] = ref;
    sizes[group] = at + 1;
  }
  return found;
}

export function isShown({ isB, family }: Plot, ref: number, { hidden, isShownA, isShownB, only }: Shown): boolean {
  if (!(isB[ref] === 1 ? isShownB : isShownA) || hidden.has(family[ref] ?? 0)) return false;
  return only === undefined || only.has(ref);
}

function laneOf(refs: Int32Array, { at }: Plot, shift: number): Lane {
  // A record is in order but for a step of its clock.
  if (!isInOrder(refs, at)) refs.sort((one, two) => (at[one] ?? 0) - (at[two] ?? 0) || one - two);
  const times = new Float64Array(refs.length);
  for (let index = 0; index < refs.length; index += 1) times[index] = (at[refs[index] ?? 0] ?? 0) + shift;
  return { refs, times };
}

/** Of numbers by ref. */
export function isInOrder(refs: Int32Array, by: Float64Array | Int32Array): boolean {
  for (let index = 1; index < refs.length; index += 1) if ((by[refs[index] ?? 0] ?? 0) < (by[refs[index - 1] ?? 0] ?? 0)) return false;
  return true;
}

/** The first place from `low` on whose time is not below; as many as there are, when all are. */
export function firstFrom(times: Float64Array, from: number, low = 0): number {
  let start = low;
  let high = low;
  // In steps that double: where events are many, the next pixel begins a few of them further.
  for (let step = 1; high < times.length && (times[high] ?? 0) < from; step *= 2) {
    start = high + 1;
    high += step;
  }
  high = Math.min(high, times.length);
  while (start < high) {
    const middle = (start + high) >> 1;
    if ((times[middle] ?? 0) < from) start = middle + 1;
    else high = middle;
  }
  return start;
}

/** The events of one pixel: the first of them, and how many. */
export interface Pixel {
  x: number;
  first: number;
  count: number;
}

/** One entry a pixel that holds anything, however many events there are. */
export function pixelsOf({ times }: Lane, from: number, to: number, width: number): Pixel[] {
  const pixels: Pixel[] = [];
  const perPixel = (to - from) / width;
  const end = firstFrom(times, to);
  for (let at = firstFrom(times, from); at < end; ) {
    const x = Math.floor(((times[at] ?? 0) - from) / perPixel);
    const next = Math.max(at + 1, Math.min(end, firstFrom(times, from + (x + 1) * perPixel, at)));
    pixels.push({ x, first: at, count: next - at });
    at = next;
  }
  return pixels;
}
