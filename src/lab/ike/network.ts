/** The network carries packets between two ends, late by a delay, and loses what it is told to lose. */
import type { LabClock } from '../clock.ts';
import type { Random } from './random.ts';

export type Packet =
  | { kind: 'quick-mode'; messageId: number; step: 1 | 2 | 3; spi: number }
  | { kind: 'delete'; messageId: number; spi: number }
  | { kind: 'esp'; spi: number };

export interface Travel {
  packet: Packet;
  /** Who sent it. */
  from: string;
}

const DELAY_MS = 4;
const JITTER_MS = 4;

export class Network {
  /** True for what is lost on its way. */
  loses: (travel: Travel) => boolean = () => false;
  readonly #clock: LabClock;
  readonly #random: Random;
  readonly #arrivals = new Map<string, number>();

  constructor(clock: LabClock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  send(travel: Travel, arrive: () => void): void {
    if (this.loses(travel)) return;
    const dueMs = this.#clock.now() + DELAY_MS + this.#random() * JITTER_MS;
    // Packets of one end arrive in the order in which they left.
    const atMs = Math.max(dueMs, this.#arrivals.get(travel.from) ?? 0);
    this.#arrivals.set(travel.from, atMs);
    this.#clock.at(atMs, arrive);
  }
}
