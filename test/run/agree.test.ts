/** Agreeing to a plan, wherever the yes comes from. */
import { describe, expect, it } from 'vitest';
import { agreedPlan, previewPlan, shortDigest } from '../../src/run/agree.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { openTestRun } from './open-test-run.ts';

describe('a plan', () => {
  it('is agreed to by what was shown of its digest, and nobody is asked', async () => {
    await using test = await openTestRun();
    const { plan } = await previewPlan(test.run);
    expect(shortDigest(plan)).toMatch(/^[0-9a-f]{16}$/);
    expect(await agreedPlan(test.run, { digest: shortDigest(plan) })).toMatchObject({ digest: plan.digest });
    expect(await agreedPlan(test.run, { digest: plan.digest.toUpperCase() })).toMatchObject({ digest: plan.digest });
    expect(test.asked).toEqual([]);
  });

  it('is another one for each arming, under the same digest', async () => {
    await using test = await openTestRun();
    const [one, two] = [await agreedPlan(test.run, { yes: true }), await agreedPlan(test.run, { yes: true })];
    expect(one.digest).toBe(two.digest);
    expect(one.captureId).not.toBe(two.captureId);
  });

  it('is asked about as a whole, and a yes is enough', async () => {
    await using test = await openTestRun({ answer: () => true });
    const plan = await agreedPlan(test.run, {});
    expect(test.asked).toEqual([{ about: 'plan', plan }]);
  });

  it('is not applied after a no, nor by another digest, nor by a part of one', async () => {
    await using test = await openTestRun();
    const { plan } = await previewPlan(test.run);
    await expect(agreedPlan(test.run, {})).rejects.toMatchObject({ code: 'digest', message: 'you did not agree; nothing was changed' });
    for (const digest of ['0123456789abcdef', plan.digest.slice(0, 8)])
      await expect(agreedPlan(test.run, { digest })).rejects.toMatchObject({
        code: 'digest',
        context: { tried: `digest ${digest}`, answer: expect.stringContaining(shortDigest(plan)) },
      });
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('that was thought over for longer than a minute is drawn up anew, so that its lease is whole', async () => {
    let laterMs = 0;
    await using test = await openTestRun({
      answer: () => {
        laterMs = 3_600_000;
        return true;
      },
    });
    const { clock } = test.run;
    const hurried = { ...test.run, clock: { ...clock, now: () => clock.now() + laterMs, monotonic: () => clock.monotonic() + laterMs } };
    const plan = await agreedPlan(hurried, {});
    expect(test.asked).toHaveLength(1);
    expect(Date.parse(plan.leaseEndsAt)).toBeGreaterThanOrEqual(clock.now() + laterMs + plan.leaseSeconds * 1000 - 60_000);
  });

  it('is not applied when the user stops at the question', async () => {
    await using test = await openTestRun({
      answer: () => {
        test.stop.abort();
        return true;
      },
    });
    await expect(agreedPlan(test.run, {})).rejects.toMatchObject({ code: 'stopped' });
  });

  it('of routers that must not be armed is asked of nobody', async () => {
    await using test = await openTestRun({ answer: () => true, change: (text) => text.replaceAll('198.51.100.1', '198.51.100.9') });
    await expect(agreedPlan(test.run, {})).rejects.toMatchObject({ code: 'preflight' });
    expect(test.asked).toEqual([]);
  });
});

it('a preview tells what the routers say of themselves, which a draft only assumes', async () => {
  await using test = await openTestRun();
  const { facts, plan, diagnostics } = await previewPlan(test.run);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect([facts.a.hostname, facts.b.hostname]).toEqual(['hq', 'branch']);
  expect(plan.peers.a.facts).toMatchObject({ isAssumed: false, version: facts.a.version });
  expect(draftPlan(test.playbook, test.run.clock.now()).plan.peers.a.facts).toMatchObject({ isAssumed: true, version: '' });
});
