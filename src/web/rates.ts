/** Rates bound what one client may ask in a time: each has a bucket that fills by itself, and whoever has emptied it waits. */

/** `count` at once, and as many again in `withinMs`. */
export interface Rate {
  count: number;
  withinMs: number;
}

const MINUTE_MS = 60_000;

export const RATES = {
  /** A person who clicks fast, and the page that follows by itself. */
  ask: { count: 300, withinMs: MINUTE_MS },
  change: { count: 30, withinMs: MINUTE_MS },
  /** A token cannot be guessed; nobody is to try. */
  enter: { count: 10, withinMs: MINUTE_MS },
  judge: { count: 6, withinMs: MINUTE_MS },
} as const satisfies Record<string, Rate>;

/** So many clients are told apart; beyond it the one that asked longest ago is forgotten. */
const CLIENTS_MAX = 10_000;

export class Rates {
  readonly #limits: Readonly<Record<keyof typeof RATES, Rate>>;
  readonly #buckets = new Map<string, { left: number; atMs: number }>();

  constructor(limits: Readonly<Record<keyof typeof RATES, Rate>> = RATES) {
    this.#limits = limits;
  }

  /** Undefined when it may go on; else the ms until it may. */
  take(client: string, what: keyof typeof RATES, nowMs: number): number | undefined {
    const { count, withinMs } = this.#limits[what];
    const key = `${what} ${networkOf(client)}`;
    const before = this.#buckets.get(key) ?? { left: count, atMs: nowMs };
    const left = Math.min(count, before.left + ((nowMs - before.atMs) * count) / withinMs);
    this.#buckets.delete(key);
    const isAllowed = left >= 1;
    this.#buckets.set(key, { left: isAllowed ? left - 1 : left, atMs: nowMs });
    this.#forget();
    return isAllowed ? undefined : Math.ceil(((1 - left) * withinMs) / count);
  }

  /** Whoever has shown that he belongs here has not tried anything. */
  giveBack(client: string, what: keyof typeof RATES): void {
    const bucket = this.#buckets.get(`${what} ${networkOf(client)}`);
    if (bucket !== undefined) bucket.left += 1;
  }

  #forget(): void {
    const oldest = this.#buckets.size > CLIENTS_MAX ? this.#buckets.keys().next().value : undefined;
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

/** Who has one address of IPv6 has its whole network of 64 bits. [C RFC 4291 2.5.4] */
export function networkOf(address: string): string {
  return address.includes(':') && !address.startsWith('::ffff:') ? address.split(':').slice(0, 4).join(':') : address;
}
