/** Counters tell without any message: what has grown between two looks at a router happened in between, and what has shrunk was cleared. */
import type { Address } from '../../ipsec/address.ts';

/** One figure of one look: `show crypto ipsec sa peer … | include invalid`, `show crypto isakmp stats`, `show crypto ikev2 stats`. */
export interface CounterSample {
  router: string;
  atMs: number;
  /** Null of a figure that is of the whole router. */
  local: Address | null;
  peer: Address | null;
  /** `#pkts invalid sa (rcv)` */
  name: string;
  value: number;
}

export interface Growth extends Omit<CounterSample, 'atMs' | 'value'> {
  fromMs: number;
  toMs: number;
  by: number;
}

/** Packets with an SPI that the router does not know: what the message says once a minute. [C seed.md 3] */
export const UNKNOWN_SPI_COUNTER = /invalid sa \(rcv\)|SA_NOT_FOUND_SPI|NOT_FOUND_SPI|IpsecInvalidSa/i;
/** One or two at a rekey are in flight, and no flap. [L] */
const GROWTH_MIN = 3;

export class Counters {
  readonly #last = new Map<string, CounterSample>();

  /** What has grown since the look before; undefined where nothing has, or nobody can say: cleared, wrapped, reloaded. */
  take(sample: CounterSample): Growth | undefined {
    const { router, local, peer, name, value, atMs } = sample;
    const key = JSON.stringify([router, local, peer, name]);
    const before = this.#last.get(key);
    if (before !== undefined && atMs <= before.atMs) return undefined;
    this.#last.set(key, sample);
    const by = value - (before?.value ?? value);
    return before === undefined || by < GROWTH_MIN ? undefined : { router, local, peer, name, fromMs: before.atMs, toMs: atMs, by };
  }
}
