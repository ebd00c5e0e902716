/** A bucket of tokens lets so many through at once and so many a second afterwards; who finds it empty waits, or goes away. */

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

/**
 * Time that was filled in once is not filled in again: by a clock that steps back a little the bucket waits until that is where it was, by one that
 * was set back further than an empty bucket takes to fill it goes on from there. A clock that was set ahead fills no more than it holds.
 */
export function fill({ tokens, atMs }: Bucket, { perSecond, burst }: Rate, nowMs: number): Bucket {
  if (nowMs < atMs) return { tokens: Math.min(burst, tokens), atMs: atMs - nowMs > (burst * 1000) / perSecond ? nowMs : atMs };
  return { tokens: Math.min(burst, tokens + ((nowMs - atMs) * perSecond) / 1000), atMs: nowMs };
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

/** A bucket of one process: who finds it empty goes away. */
export class Tap {
  #bucket: Bucket | undefined;
  readonly #rate: Rate;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** True when one more may pass now. */
  take(atMs: number): boolean {
    this.#bucket = fill(this.#bucket ?? fullBucket(this.#rate, atMs), this.#rate, atMs);
    if (this.#bucket.tokens < 1) return false;
    this.#bucket = take(this.#bucket, this.#rate, 1, atMs);
    return true;
  }

  /** What was taken was not used. */
  putBack(): void {
    if (this.#bucket !== undefined) this.#bucket = { ...this.#bucket, tokens: Math.min(this.#rate.burst, this.#bucket.tokens + 1) };
  }
}

export class Buckets {
  readonly #buckets = new Map<string, Tap>();
  readonly #rate: Rate;
  readonly #keysMax: number;

  constructor(rate: Rate, keysMax: number) {
    this.#rate = rate;
    this.#keysMax = keysMax;
  }

  take(key: string, atMs: number): boolean {
    const bucket = this.#buckets.get(key) ?? new Tap(this.#rate);
    // What was asked for last stands last: who is asked for least is forgotten, and may begin anew.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.#keysMax) this.#buckets.delete(this.#buckets.keys().next().value ?? key);
    return bucket.take(atMs);
  }
}

/** So many at most in any minute or so, and in any hour: one bucket each, and what the one refuses costs the other nothing. */
export class Budget {
  readonly #perMinute: Tap;
  readonly #perHour: Tap;

  constructor(perMinute: number, perHour: number) {
    this.#perMinute = new Tap({ perSecond: perMinute / 60, burst: perMinute });
    this.#perHour = new Tap({ perSecond: perHour / 3600, burst: perHour });
  }

  take(atMs: number): boolean {
    if (!this.#perMinute.take(atMs)) return false;
    if (this.#perHour.take(atMs)) return true;
    this.#perMinute.putBack();
    return false;
  }

  /** What was taken led to nothing. */
  putBack(): void {
    this.#perMinute.putBack();
    this.#perHour.putBack();
  }
}
