/** Rates bound what one client may ask in a time: each has a bucket that fills by itself, and whoever has emptied it waits. */
import { readRange } from '../ipsec/address.ts';
import { type Bucket, fullBucket, type Rate, take, waitMs } from '../syslog/bucket.ts';

function perMinute(count: number): Rate {
  return { perSecond: count / 60, burst: count };
}

export const RATES = {
  /** A person who clicks fast, and the page that follows by itself. */
  ask: perMinute(300),
  change: perMinute(30),
  /** A token cannot be guessed; nobody is to try. */
  enter: perMinute(10),
  judge: perMinute(6),
} as const satisfies Record<string, Rate>;

/** So many clients are told apart; beyond it the one that asked longest ago is forgotten. */
const CLIENTS_MAX = 10_000;

export class Rates {
  readonly #limits: Readonly<Record<keyof typeof RATES, Rate>>;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** `now` in ms of a clock that nobody sets: that of the machine may be set back, and would keep everybody out for as long. */
  constructor(limits: Readonly<Record<keyof typeof RATES, Rate>> = RATES, now = (): number => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Undefined when it may go on; else the ms until it may. */
  take(client: string, what: keyof typeof RATES): number | undefined {
    const [rate, nowMs] = [this.#limits[what], this.#now()];
    const key = `${what} ${networkOf(client)}`;
    const bucket = this.#buckets.get(key) ?? fullBucket(rate, nowMs);
    const lacking = waitMs(bucket, rate, 1, nowMs);
    this.#buckets.delete(key);
    this.#buckets.set(key, lacking === 0 ? take(bucket, rate, 1, nowMs) : bucket);
    this.#forget();
    return lacking === 0 ? undefined : lacking;
  }

  /** Whoever has shown that he belongs here has not tried anything. */
  giveBack(client: string, what: keyof typeof RATES): void {
    const key = `${what} ${networkOf(client)}`;
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) this.#buckets.set(key, { ...bucket, tokens: Math.min(this.#limits[what].burst, bucket.tokens + 1) });
  }

  #forget(): void {
    const oldest = this.#buckets.size > CLIENTS_MAX ? this.#buckets.keys().next().value : undefined;
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

/** Who has one address of IPv6 has its whole network of 64 bits. [C RFC 4291 2.5.4] */
export function networkOf(address: string): string {
  // Zeros may be left out of it anywhere, so that its parts cannot be counted in the text; one that is mapped is an IPv4 address, and alone.
  return readRange(`${address}/64`) ?? address;
}
