/** Another lease changes what guards, and nothing else of a plan; and back again it is the plan that it was. */
import { expect, it } from 'vitest';
import { managedOf } from '../../src/playbook/plan.ts';
import { withLeaseEnd } from '../../src/playbook/with-lease.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from '../capture/stage.ts';

const { plan } = draftPlan(readPlaybook(), 1_767_582_000_000);
const HOUR_MS = 3_600_000;
const at = (ms: number): string => new Date(Date.parse(plan.leaseEndsAt) + ms).toISOString();
const linesOf = ({ peers }: typeof plan): string[] => managedOf(plan).flatMap((side) => peers[side].steps.flatMap(({ lines }) => lines));

it.each([HOUR_MS, -HOUR_MS, 48 * HOUR_MS])('%i ms later or earlier changes descriptions, countdowns and dates alone', (ms) => {
  const [before, after] = [linesOf(plan), linesOf(withLeaseEnd(plan, at(ms)))];
  const changed = before.flatMap((line, index) => (line === after[index] ? [] : [{ line, now: after[index] ?? '' }]));
  expect(after).toHaveLength(before.length);
  expect(changed.length).toBeGreaterThan(8);
  for (const { line } of changed)
    expect(line).toMatch(/^ description flaptrap | event timer countdown time | if \$_event_pub_sec (?:lt|ge) /);
  const [countdown] = changed.filter(({ line }) => line.includes('countdown'));
  const secondsOf = (line = ''): number => Number(/time (\d+)/.exec(line)?.[1]);
  expect(secondsOf(countdown?.now) - secondsOf(countdown?.line)).toBe(ms / 1000);
  expect(after.some((line) => line.includes(plan.leaseEndsAt))).toBe(false);
});

it('and back again is the plan that it was', () => {
  expect(withLeaseEnd(withLeaseEnd(plan, at(HOUR_MS)), plan.leaseEndsAt)).toEqual(plan);
  expect(withLeaseEnd(plan, plan.leaseEndsAt)).toBe(plan);
});
