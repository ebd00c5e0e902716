/** A bucket of tokens is a budget a second: it fills at a rate, holds a burst, and whoever takes more than it holds waits until it has filled. */

export interface Rate {
  perSecond: number;
  /** At most so many at one instant. */
  burst: number;
}

/** Plain JSON: all workers may share one. */
export interface Bucket {
  /** Below 0 when somebody took more at once than it holds. */
  tokens: number;
  atMs: number;
}

export function fullBucket({ burst }: Rate, nowMs: number): Bucket {
  return { tokens: burst, atMs: nowMs };
}

/** A clock that was set back fills nothing, and one that was set ahead no more than the bucket holds. */
export function fill({ tokens, atMs }: Bucket, { perSecond, burst }: Rate, nowMs: number): Bucket {
  const grown = (Math.max(0, nowMs - atMs) * perSecond) / 1000;
  return { tokens: Math.min(burst, tokens + grown), atMs: nowMs };
}

/** 0 when so many may be taken now. What is more than a burst is taken when the bucket is full, and is paid for afterwards. */
export function waitMs(bucket: Bucket, rate: Rate, count: number, nowMs: number): number {
  const lacking = Math.min(count, rate.burst) - fill(bucket, rate, nowMs).tokens;
  // A thousandth of a token is lost in the arithmetic.
  return lacking <= 1e-6 ? 0 : Math.ceil((lacking * 1000) / rate.perSecond);
}

export function take(bucket: Bucket, rate: Rate, count: number, nowMs: number): Bucket {
  const { tokens, atMs } = fill(bucket, rate, nowMs);
  return { tokens: tokens - count, atMs };
}
