/** A chain that is played again: when the sender stops sending with an SA that its peer has lost, by what. */
import { describe, expect, it } from 'vitest';
import { playReplay, type Replayed, type ReplaySpec } from '../../src/lab/replay.ts';

/** R (b) deletes an SA of ten minutes, of an hour. */
const DELETED: ReplaySpec = {
  ike: 1,
  receiver: 'b',
  platforms: { a: 'ios', b: 'ios' },
  lifetimeSeconds: { a: 3600, b: 3600 },
  dpdSeconds: { a: undefined, b: undefined },
  recovers: false,
  forgets: 'deletes',
  isSilent: false,
  ageSeconds: 600,
  trafficMs: 1000,
  speaksMs: undefined,
  losses: [],
  untilMs: 3_200_000,
};
const LOST: ReplaySpec = { ...DELETED, losses: [{ from: 'b', fromMs: -1, toMs: Number.POSITIVE_INFINITY }] };
const FORGOTTEN: ReplaySpec = { ...DELETED, forgets: 'forgets' };

/** In whole seconds. */
async function replayed(spec: ReplaySpec): Promise<Omit<Replayed, 'dropped'> & { isDropped: boolean }> {
  const { healedMs, dropped, ...rest } = await playReplay(spec, 1);
  return { ...rest, healedMs: healedMs === null ? null : Math.round(healedMs / 1000) * 1000, isDropped: dropped > 0 };
}

describe.each([1, 2] as const)('under IKEv%i', (ike) => {
  it('a DELETE that arrives ends it at once', async () => {
    expect(await replayed({ ...DELETED, ike })).toEqual({ healedMs: 0, by: 'delete', told: 'in-time', isDropped: false });
  });

  it('without any word it ends with the life of the SA', async () => {
    expect(await replayed({ ...LOST, ike })).toEqual({ healedMs: 3_001_000, by: 'expires', told: 'lost', isDropped: true });
    expect(await replayed({ ...FORGOTTEN, ike })).toMatchObject({ healedMs: 3_001_000, by: 'expires', told: 'not-sent' });
  });

  it('it ends by dead peer detection within its interval and its retries', async () => {
    const { healedMs, by } = await replayed({ ...FORGOTTEN, ike, dpdSeconds: { a: 10, b: 10 } });
    expect(by).toBe('dpd');
    expect(healedMs).toBeGreaterThan(10_000);
    expect(healedMs).toBeLessThanOrEqual(10_000 + 6 * 2000 + 10_000);
  });

  it('it ends when the receiver has something to say', async () => {
    const { healedMs, by } = await replayed({ ...FORGOTTEN, ike, speaksMs: 60_000 });
    expect(by).toBe('rekey');
    expect(healedMs).toBeGreaterThanOrEqual(60_000);
    expect(healedMs).toBeLessThan(70_000);
  });

  it('the same seed tells the same', async () => {
    expect(await playReplay({ ...LOST, ike }, 7)).toEqual(await playReplay({ ...LOST, ike }, 7));
  });
});

it('a loss that ends lets a later DELETE through', async () => {
  const { healedMs, told, by } = await replayed({ ...LOST, losses: [{ from: 'b', fromMs: -1, toMs: 100_000 }] });
  expect({ told, by }).toEqual({ told: 'late', by: 'delete' });
  expect(healedMs).toBeGreaterThan(100_000);
});

it.each([undefined, 10])(
  'where the IKE SA went first, the SA lives to its end: nobody probes over what is gone (DPD %s)',
  async (seconds) => {
    const losses = (['a', 'b'] as const).map((from) => ({ from, fromMs: 1000, toMs: Number.POSITIVE_INFINITY }));
    const replay = await replayed({ ...DELETED, forgets: 'deletes-with-ike', losses, dpdSeconds: { a: seconds, b: seconds } });
    expect(replay).toMatchObject({ healedMs: 3_001_000, by: 'expires' });
  },
);

it('invalid SPI recovery tells the sender where the receiver has nothing left', async () => {
  expect(await replayed({ ...FORGOTTEN, recovers: true })).toMatchObject({ healedMs: 1000, by: 'rekey' });
});

it('an SA that expires at the receiver first is used to its end at the sender', async () => {
  const unequal: ReplaySpec = { ...DELETED, forgets: 'expires', isSilent: true, lifetimeSeconds: { a: 3600, b: 600 } };
  const before = await replayed(unequal);
  const equal = await replayed({ ...unequal, lifetimeSeconds: { a: 600, b: 600 } });
  expect(before.isDropped).toBe(true);
  expect(equal).toMatchObject({ isDropped: false });
  expect(equal.healedMs).toBeLessThanOrEqual(1000);
});
