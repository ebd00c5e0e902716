/** Every fault of the lab, struck a few times: the driver's answer is exact or one clear error, never wrong in silence. */
import { describe, expect, it } from 'vitest';
import { runsOf, strike } from '../../bench/fault-matrix.ts';
import { FAULTS, type FaultId } from '../../src/lab/faults/index.ts';

/** `npm run bench:faults` strikes every run; here a few of each. */
const RUNS_HERE = 6;

describe.concurrent('a driver that is honest', () => {
  it.each((Object.keys(FAULTS) as FaultId[]).map((id) => [FAULTS[id].title, id] as const))('under: %s', async (_title, id) => {
    const runs = Math.min(RUNS_HERE, runsOf(id));
    const strikes = await Promise.all(Array.from({ length: runs }, (_, run) => strike(id, run, runs)));
    const { outcome } = FAULTS[id];
    const wanted = outcome === 'either' ? ['exact', 'loud'] : [outcome];
    expect(strikes.filter(({ grade }) => !wanted.includes(grade))).toEqual([]);
  });
});
