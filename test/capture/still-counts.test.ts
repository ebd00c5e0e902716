/** Behind the end of its lease a trap that stands still counts, or is overdue: by its guards, and by how long its router has run. */
import { expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { stillCounts } from '../../src/capture/still-counts.ts';
import { withLeaseEnd } from '../../src/playbook/with-lease.ts';
import { openStage } from './stage.ts';

it('a trap counts while a router has a guard of it and has not run for longer than the lease', async () => {
  await using stage = await openStage({ change: (text) => `${text}\nprobe: false\n`, speed: 1000 });
  const { context, lab } = stage;
  const plan = await stage.plan();
  await arm(context, plan, stage.playbook);
  const past = withLeaseEnd(plan, new Date(lab.clock.now() - 1000).toISOString());
  expect(await stillCounts(context, past)).toBe(true);
  await lab.clock.sleep(1_000_000 + 1000 * past.leaseSeconds);
  expect(await stillCounts(context, past)).toBe(false);
  expect(await stillCounts(context, plan)).toBe(true);
  const guards = (['a', 'b'] as const).map((side) => lab[side].router.eem.unregister(`FLAPTRAP-${plan.captureId}-GUARD`));
  expect(guards).toEqual([true, true]);
  expect(await stillCounts(context, plan)).toBe(true);
  lab.a.router.eem.unregister(`FLAPTRAP-${plan.captureId}-LEASE`);
  expect(await stillCounts(context, plan)).toBe(true);
  lab.b.router.eem.unregister(`FLAPTRAP-${plan.captureId}-LEASE`);
  expect(await stillCounts(context, plan)).toBe(false);
}, 60_000);
