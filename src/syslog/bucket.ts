/** A bucket lets so many through at once and so many a second afterwards; a set of them has one for each key, and never more than a stated number. */

export interface Rate {
  perSecond: number;
  burst: number;
}

export class Bucket {
  private tokens: number;
  private lastMs: number | undefined;
  private readonly rate: Rate;

  constructor(rate: Rate) {
    this.rate = rate;
    this.tokens = rate.burst;
  }

  /** True when one more may pass now; a clock that steps back fills nothing. */
  take(atMs: number): boolean {
    const { perSecond, burst } = this.rate;
    const passedMs = Math.max(0, atMs - (this.lastMs ?? atMs));
    this.lastMs = atMs;
    this.tokens = Math.min(burst, this.tokens + (passedMs * perSecond) / 1000);
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  /** What was taken was not used. */
  putBack(): void {
    this.tokens = Math.min(this.rate.burst, this.tokens + 1);
  }
}

export class Buckets {
  private readonly buckets = new Map<string, Bucket>();
  private readonly rate: Rate;
  private readonly keysMax: number;

  constructor(rate: Rate, keysMax: number) {
    this.rate = rate;
    this.keysMax = keysMax;
  }

  take(key: string, atMs: number): boolean {
    const bucket = this.buckets.get(key) ?? new Bucket(this.rate);
    // What was asked for last stands last: who is asked for least is forgotten, and may begin anew.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size > this.keysMax) this.buckets.delete(this.buckets.keys().next().value ?? key);
    return bucket.take(atMs);
  }
}

/** So many at most in any minute or so, and in any hour: one bucket each, and what the one refuses costs the other nothing. */
export class Budget {
  private readonly perMinute: Bucket;
  private readonly perHour: Bucket;

  constructor(perMinute: number, perHour: number) {
    this.perMinute = new Bucket({ perSecond: perMinute / 60, burst: perMinute });
    this.perHour = new Bucket({ perSecond: perHour / 3600, burst: perHour });
  }

  take(atMs: number): boolean {
    if (!this.perMinute.take(atMs)) return false;
    if (this.perHour.take(atMs)) return true;
    this.perMinute.putBack();
    return false;
  }

  /** What was taken led to nothing. */
  putBack(): void {
    this.perMinute.putBack();
    this.perHour.putBack();
  }
}
