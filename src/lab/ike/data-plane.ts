/** The data plane is what forwards packets: the SPIs it takes, the one it sends with, and its counters; it can differ from what IKE believes. */

import type { ChildSa } from './sa.ts';

/** At most one message in this time [C], for each flow [L]. seed.md 4 */
export const INVALID_SPI_INTERVAL_MS = 60_000;

export class DataPlane {
  readonly inbound = new Set<number>();
  outbound: number | undefined;
  encapsulated = 0;
  decapsulated = 0;
  invalid = 0;
  /** Bytes by SPI. */
  readonly carried = { inbound: new Map<number, number>(), outbound: new Map<number, number>() };
  /** Packets dropped because the life of their SA was over. */
  readonly hardExpired = { inbound: 0, outbound: 0 };
  /** Pairs whose life is over and which IKE has not taken away yet. */
  readonly dying = new WeakSet<ChildSa>();
  /** Inbound SPIs of pairs whose end by volume is near, and was said to be. */
  readonly announced = new Set<number>();
  readonly #loggedAtMs = new Map<string, number>();

  /** False for an SPI that it does not know. */
  takes(spi: number): boolean {
    if (this.inbound.has(spi)) this.decapsulated += 1;
    else this.invalid += 1;
    return this.inbound.has(spi);
  }

  mayLog(flow: string, nowMs: number): boolean {
    const loggedAtMs = this.#loggedAtMs.get(flow);
    if (loggedAtMs !== undefined && nowMs - loggedAtMs < INVALID_SPI_INTERVAL_MS) return false;
    this.#loggedAtMs.set(flow, nowMs);
    return true;
  }

  forget(): void {
    this.inbound.clear();
    this.outbound = undefined;
    this.#loggedAtMs.clear();
  }
}
