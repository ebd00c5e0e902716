/** The points of the proof by a store: which strike, when, and whether another worker is there already; all from one seed. */
import { seeded } from '../../src/lab/random.ts';

export const STORED_STRIKES = ['kill', 'stop and wake', 'kill database', 'kill both', 'reload hq', 'reload branch', 'close'] as const;
export type StoredStrike = (typeof STORED_STRIKES)[number];

export interface StoredPoint {
  number: number;
  strike: StoredStrike;
  /** After the start of the first worker, in ms of real time. */
  delayMs: number;
  /** The second worker runs from the beginning, or comes behind the strike. */
  helper: 'beside' | 'behind';
  /** A second strike of the same kind at the second worker; absent for none. */
  againMs?: number | undefined;
}

/** The whole of an undisturbed capture, on a busy machine. */
const SPAN_MS = 14_000;
const AGAIN_MS = 9000;

export function drawStored(count: number, seed: number): StoredPoint[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => {
    const strike = STORED_STRIKES[index % STORED_STRIKES.length] ?? 'kill';
    const delayMs = Math.floor(random() * SPAN_MS);
    const helper = random() < 0.5 ? 'beside' : 'behind';
    const isAgain = strike === 'kill' && random() < 0.5;
    return { number: index + 1, strike, delayMs, helper, againMs: isAgain ? Math.floor(random() * AGAIN_MS) : undefined };
  });
}
