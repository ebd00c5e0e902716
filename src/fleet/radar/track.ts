/** A track is what one router says of one tunnel: when, by which signs; flaps are made of it once all is heard. */
import type { Address } from '../../ipsec/address.ts';
import { SIGNS, type SignId } from '../../syslog/sign.ts';

/** Where a track belongs, as far as its router's messages tell. */
export interface TrackEnds {
  router: string;
  local: Address | null;
  peer: Address | null;
  interface: string | null;
}

/** A stretch in which the tunnel was in trouble, with nothing said for no longer than FLAP_MS. */
export interface Flap {
  fromMs: number;
  toMs: number;
  signs: SignId[];
}

/** They say that traffic was lost; the others go along with it, and alone are no flap. */
export const FLAP_SIGNS: ReadonlySet<SignId> = new Set<SignId>(['invalid-spi', 'session-down', 'interface-down', 'hub-lost']);
/** Three of the minutes in which IOS says once that it does not know an SPI. [C seed.md 4] */
const FLAP_MS = 185_000;
/** What comes again within it tells nothing new. */
const SAME_MS = 1000;
/** Beyond them the oldest are counted and forgotten. */
const KEPT_MAX = 4096;

export class Track {
  readonly ends: TrackEnds;
  messages = 0;
  isIkev2 = false;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  /** Of the oldest, no more is known than how many. */
  forgotten = 0;
  readonly #bySign = new Map<SignId, number>();
  /** Instant and sign, one behind the other. */
  readonly #times: number[] = [];
  readonly #latest = new Map<SignId, number>();

  constructor(ends: TrackEnds) {
    this.ends = ends;
  }

  add(sign: SignId, atMs: number): void {
    this.messages += 1;
    this.#bySign.set(sign, (this.#bySign.get(sign) ?? 0) + 1);
    this.firstMs = Math.min(this.firstMs, atMs);
    this.lastMs = Math.max(this.lastMs, atMs);
    if (Math.abs(atMs - (this.#latest.get(sign) ?? Number.NEGATIVE_INFINITY)) < SAME_MS) return;
    this.#latest.set(sign, atMs);
    this.#times.push(atMs, SIGNS.indexOf(sign));
    if (this.#times.length > 4 * KEPT_MAX) this.forgotten += this.#times.splice(0, 2 * KEPT_MAX).length / 2;
  }

  get signs(): [SignId, number][] {
    return [...this.#bySign];
  }

  /** Instants with their signs, in no order. */
  get heard(): { atMs: number; sign: SignId }[] {
    const times = this.#times;
    return Array.from({ length: times.length / 2 }, (_, index) => ({
      atMs: times[2 * index] ?? 0,
      sign: SIGNS[times[2 * index + 1] ?? 0] ?? 'invalid-spi',
    }));
  }
}

/** Of both ends' tracks together. */
export function flapsOf(tracks: readonly Track[]): Flap[] {
  const heard = tracks.flatMap((track) => track.heard).toSorted((one, two) => one.atMs - two.atMs);
  const flaps: Flap[] = [];
  for (const { atMs, sign } of heard) {
    const last = flaps.at(-1);
    if (last !== undefined && atMs - last.toMs <= FLAP_MS) {
      last.toMs = atMs;
      if (!last.signs.includes(sign)) last.signs.push(sign);
      // Nothing goes on behind the message that all is well again.
    } else if (!isRecovery(sign)) flaps.push({ fromMs: atMs, toMs: atMs, signs: [sign] });
  }
  return flaps.filter(({ signs }) => signs.some((sign) => FLAP_SIGNS.has(sign)));
}

function isRecovery(sign: SignId): boolean {
  return sign === 'session-up' || sign === 'interface-up';
}
