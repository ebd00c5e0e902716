/** Two runs on one tunnel at once: the router is the lock, and exactly one of them arms. */
import { describe, expect, it } from 'vitest';
import { parseApplets } from '../../src/applet/parse.ts';
import { arm } from '../../src/capture/arm.ts';
import { howMany } from '../how-many.ts';
import { changesOf, openStage, type Stage, UNTOUCHED } from './stage.ts';

const QUICK = (text: string): string => `${text}\nprobe: false\n`;

async function race(stage: Stage, gapMs: number): Promise<{ winners: string[]; losers: unknown[] }> {
  const [one, two] = [await stage.plan('one'), await stage.plan('two')];
  const runs = [one, two].map(async (plan, index) => {
    await new Promise((resolve) => setTimeout(resolve, index * gapMs));
    await arm(stage.withTargets({}), plan, stage.playbook);
    return plan.captureId;
  });
  const settled = await Promise.allSettled(runs);
  return {
    winners: settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    losers: settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])),
  };
}

describe('two runs on one tunnel', () => {
  it.each([0, 10, 60, 400, 3, 25, 150].slice(0, howMany(4, 7)))(
    'that start %i ms apart end with exactly one armed, and the other says who holds it',
    async (gapMs) => {
      await using stage = await openStage({ speed: 20, change: QUICK });
      const { winners, losers } = await race(stage, gapMs);
      expect(winners).toHaveLength(1);
      expect(losers).toMatchObject([{ code: 'preflight', message: expect.stringContaining(winners[0] ?? '') }]);
      for (const side of ['a', 'b'] as const)
        expect(changesOf(stage.lab, side)).toMatchObject({
          applets: ['GUARD', 'LEASE', 'REC', 'CALL', 'WATCH'].map((role) => `FLAPTRAP-${winners[0]}-${role}`),
          debugs: ['crypto isakmp', 'crypto ipsec'],
        });
    },
  );

  it('never have the same capture id, even in the same millisecond', async () => {
    await using stage = await openStage();
    expect((await stage.plan('one')).captureId).not.toBe((await stage.plan('two')).captureId);
  });
});

it('a stop while the other is waited for is a stop, and no news of the other', async () => {
  await using stage = await openStage({ change: QUICK });
  const plan = await stage.plan();
  const guard = plan.peers.a.steps.find(({ id }) => id === 'guard')?.lines.join('\n') ?? '';
  const [rival] = parseApplets(guard.replaceAll(plan.captureId, 'ffffffff'), 'hq').applets;
  if (rival !== undefined) stage.lab.a.router.eem.register(rival);
  const armed = arm(stage.context, plan, stage.playbook);
  const stopped = expect(armed).rejects.toMatchObject({ code: 'stopped' });
  await expect.poll(() => stage.told.join()).toContain('capture ffffffff');
  stage.stop.abort();
  await stopped;
  expect(changesOf(stage.lab, 'a')).toEqual({ ...UNTOUCHED, applets: ['FLAPTRAP-ffffffff-GUARD'] });
});
