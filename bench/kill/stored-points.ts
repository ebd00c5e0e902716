/** The points of the proof by a store: which strike, when, for how long, and whether another worker is there already; all from one seed. */
import { SIDES } from '../../src/ipsec/side.ts';
import { seeded } from '../../src/lab/random.ts';
import type { StoredDraw } from './stored-stage.ts';
import { STORED_STRIKES, type StoredStrike, type StoredStrikeId } from './stored-strikes.ts';

export interface StoredPoint extends StoredDraw {
  strike: StoredStrikeId;
}

/** The whole of an undisturbed capture, on a busy machine. */
const SPAN_MS = 14_000;
const AGAIN_MS = 9000;
const LASTS_MS = { from: 2000, to: 20_000 };

export interface DrawnStored {
  points: StoredPoint[];
  skipped: string[];
}

const strikeOf = (id: StoredStrikeId): StoredStrike => STORED_STRIKES[id];

/** `kill -9` comes first, and again and again between the others. */
export function drawStored(count: number, seed: number): DrawnStored {
  const random = seeded(seed);
  const all = Object.keys(STORED_STRIKES) as StoredStrikeId[];
  const lackOf = (id: StoredStrikeId): string | undefined => strikeOf(id).lacks?.();
  const order = all.filter((id) => lackOf(id) === undefined).flatMap((id) => (STORED_STRIKES[id].isKill ? [id] : ['kill' as const, id]));
  const points = Array.from({ length: count }, (_, index): StoredPoint => {
    const strike = order[index % order.length] ?? 'kill';
    const delayMs = Math.floor(random() * SPAN_MS);
    const helper = random() < 0.5 ? 'beside' : 'behind';
    const isAgain = strike === 'kill' && random() < 0.5;
    const againMs = isAgain ? Math.floor(random() * AGAIN_MS) : undefined;
    const lastsMs = LASTS_MS.from + Math.floor(random() * (LASTS_MS.to - LASTS_MS.from));
    return { number: index + 1, strike, delayMs, helper, againMs, side: SIDES[Math.floor(random() * 2)] ?? 'a', lastsMs, form: random() };
  });
  const skipped = all.flatMap((id) => (lackOf(id) === undefined ? [] : [`skipped: ${id}: ${lackOf(id) ?? ''}`]));
  return { points, skipped };
}
