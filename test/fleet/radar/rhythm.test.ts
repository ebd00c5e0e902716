/** Rhythms: what follows a clock, what follows a lifetime, and what only seems to. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rhythmOf } from '../../../src/fleet/radar/rhythm.ts';

const START_MS = Date.UTC(2026, 0, 5, 3, 0, 0);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Each so long behind the last. */
function spaced(intervals: readonly number[]): number[] {
  const starts = [START_MS];
  for (const each of intervals) starts.push((starts.at(-1) ?? 0) + each);
  return starts;
}

describe('a rhythm', () => {
  it('is not told from few', () => {
    expect(rhythmOf(spaced([HOUR_MS, HOUR_MS, HOUR_MS]))).toMatchObject({ kind: 'unknown' });
  });

  it('is a period where the distances are alike, though a rekey comes some per cent early', () => {
    const found = rhythmOf(spaced([8, 7.8, 7.9, 8, 7.7, 8].map((hours) => hours * HOUR_MS)));
    expect(found).toMatchObject({ kind: 'periodic', fitting: 6, of: 6 });
    expect(found.kind === 'periodic' && Math.abs(found.seconds - 28_800) < 0.05 * 28_800).toBe(true);
  });

  it('is the same period where some flaps were not heard', () => {
    const found = rhythmOf(spaced([8, 16, 8, 8, 24, 8, 8].map((hours) => hours * HOUR_MS)));
    expect(found).toMatchObject({ kind: 'periodic', seconds: 28_800 });
  });

  it('is a time of day, round midnight too', () => {
    const days = Array.from({ length: 8 }, (_, day) => Date.UTC(2026, 0, 5 + day, 23, 40 + ((day * 17) % 40)));
    expect(rhythmOf(days)).toMatchObject({ kind: 'time-of-day', inside: 8, of: 8 });
  });

  it('is bursts where many come at once and then none for long', () => {
    const burst = [20, 25, 30].map((minutes) => minutes * 60_000);
    expect(rhythmOf(spaced([...burst, 40 * HOUR_MS, ...burst, 70 * HOUR_MS, ...burst]))).toEqual({
      kind: 'bursts',
      bursts: 3,
      perBurst: 4,
    });
  });

  it('is none where chance alone would do it, but once in a hundred times or so', () => {
    const random = fc.array(fc.integer({ min: 0, max: 20 * DAY_MS }), { minLength: 8, maxLength: 60 });
    let rhythms = 0;
    const runs = 300;
    fc.assert(
      fc.property(fc.noShrink(random), (times) => {
        // Flaps by chance: spread evenly, which is what fast-check's own bias is not.
        const spread = times.map((each, index) => START_MS + ((each * 2_654_435_761 + index * 40_503_001) % (20 * DAY_MS)));
        const { kind } = rhythmOf(spread.toSorted((one, two) => one - two));
        if (kind === 'periodic' || kind === 'time-of-day') rhythms += 1;
      }),
      { numRuns: runs, seed: 7 },
    );
    expect(rhythms / runs).toBeLessThan(0.05);
  });
});
