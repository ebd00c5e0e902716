/** The network carries packets between two ends, late by a delay, and loses or holds back what it is told to. */
import type { Side } from '../../ipsec/side.ts';
import type { LabClock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Packet } from './packet.ts';

export interface Travel {
  packet: Packet;
  /** Who sent it. */
  from: Side;
}

/** What the path is like. */
export interface Path {
  /** Least time on the way, by who sends. */
  delayMs: Readonly<Record<Side, number>>;
  jitterMs: number;
}

export const SHORT_PATH: Path = { delayMs: { a: 4, b: 4 }, jitterMs: 4 };

export class Network {
  /** True for what is lost on its way. */
  loses: (travel: Travel) => boolean = () => false;
  /** By how much a packet is held back, so that others overtake it. */
  holdsMs: (travel: Travel) => number = () => 0;
  readonly #clock: LabClock;
  readonly #random: Random;
  readonly #arrivals = new Map<Side, number>();
  readonly #path: Path;

  constructor(clock: LabClock, random: Random, path: Path) {
    this.#clock = clock;
    this.#path = path;
    this.#random = random;
  }

  send(travel: Travel, arrive: () => void): void {
    if (this.loses(travel)) return;
    const dueMs = this.#clock.now() + this.#path.delayMs[travel.from] + this.#random() * this.#path.jitterMs;
    const heldMs = this.holdsMs(travel);
    if (heldMs > 0) {
      this.#clock.at(dueMs + heldMs, arrive);
      return;
    }
    // Packets of one end arrive in the order in which they left.
    const atMs = Math.max(dueMs, this.#arrivals.get(travel.from) ?? 0);
    this.#arrivals.set(travel.from, atMs);
    this.#clock.at(atMs, arrive);
  }
}
