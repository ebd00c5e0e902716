/** An extent is from the first to the last of some instants, in epoch ms, in whatever order they come. */

/** First and last of them; undefined of none. */
export function extentOf(stamps: readonly number[]): { fromAt: number; toAt: number } | undefined {
  if (stamps.length === 0) return undefined;
  return { fromAt: stamps.reduce((one, two) => Math.min(one, two)), toAt: stamps.reduce((one, two) => Math.max(one, two)) };
}
