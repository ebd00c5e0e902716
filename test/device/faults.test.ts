/** Every fault of the lab, struck a few times: the driver's answer is exact or one clear error in time, never wrong in silence. */
import { describe, expect, it } from 'vitest';
import { drive } from '../../bench/drive.ts';
import { faultOf, ordersOf, strike } from '../../bench/fault-matrix.ts';
import { FAULTS, type FaultId } from '../../src/lab/faults/index.ts';
import { howMany } from '../how-many.ts';

/** `npm run bench faults` strikes every run; here a few of each. */
const RUNS_HERE = howMany(4, 6);
const PATIENT = { connectMs: 5000, handshakeMs: 5000, loginMs: 5000, idleMs: 4000, totalMs: 14_000 };
/** What is to be exact waits for no silence: only a busy machine takes longer. */
const CALM = { connectMs: 20_000, handshakeMs: 20_000, loginMs: 20_000, idleMs: 20_000, totalMs: 40_000 };
const HASTY = { ...PATIENT, handshakeMs: 1000, loginMs: 1000, idleMs: 600, totalMs: 1200 };

describe.concurrent('a driver that is honest', () => {
  it.each((Object.keys(FAULTS) as FaultId[]).map((id) => [FAULTS[id].title, id] as const))('under: %s', async (_title, id) => {
    const { outcome, isHostile } = faultOf(id);
    const deadlines = isHostile === true && outcome === 'loud' ? HASTY : outcome === 'exact' ? CALM : PATIENT;
    const strikes = await Promise.all(ordersOf(id, RUNS_HERE).map((order) => strike(order, deadlines, drive)));
    const wanted = outcome === 'either' ? ['exact', 'loud'] : [outcome];
    expect(strikes.filter(({ grade }) => !wanted.includes(grade))).toEqual([]);
  });
});
