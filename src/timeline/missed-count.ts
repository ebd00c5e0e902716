/** A missed count is what IOS keeps of probes that were not answered, `(3/5)`: where a number is skipped, what was printed in between is not in the record. */
import type { Address } from '../ipsec/address.ts';
import type { DpdEvent, Event } from '../ipsec/event.ts';
import type { Stretch } from './listening.ts';

export class MissedCount {
  /** The last line of each peer's probes; it counts from 1 [L], and again from 1 when an answer came. */
  readonly #peers = new Map<Address | undefined, { at: number; count: number }>();
  readonly #found: Stretch[] = [];
  #lastAt: number | null = null;

  /** One of the debug's own lines. */
  own(event: Event, at: number): void {
    if (event.kind === 'dpd') this.#probe(event, at);
    this.#lastAt = Math.max(at, this.#lastAt ?? at);
  }

  /** Switched on or off: it may have counted on unheard. */
  turn(): void {
    this.#peers.clear();
    this.#lastAt = null;
  }

  close(): readonly Stretch[] {
    return this.#found;
  }

  #probe({ remote, change, count }: DpdEvent, at: number): void {
    const last = this.#peers.get(remote);
    const before = last?.count ?? 0;
    const since = last?.at ?? this.#lastAt;
    this.#peers.set(remote, { at, count: count ?? (change === 'ack-received' ? 0 : before) });
    if (count === undefined || count <= before + 1 || since === null || at <= since) return;
    this.#found.push({
      fromAt: since,
      toAt: at,
      why: `it counted ${count} probes in vain and printed ${before === 0 ? 'none' : before} of them`,
    });
  }
}
