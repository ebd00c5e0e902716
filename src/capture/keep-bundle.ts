/** Keeping a bundle writes what both routers gave into a folder, with a manifest that says how it is known to be whole. */
import { writeBundle } from '../bundle/write.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Fetched } from './fetched.ts';

export async function keepBundle(folder: string, plan: Plan, fetched: Record<Side, Fetched>): Promise<void> {
  const probes = SIDES.flatMap((side) => (fetched[side].probe === null ? [] : [{ side, ...fetched[side].probe }]));
  const times = probes.flatMap(({ beforeMs, afterMs }) => [beforeMs, afterMs]);
  await writeBundle(folder, {
    tunnel: plan.tunnel,
    evidence: { a: fetched.a.evidence, b: fetched.b.evidence },
    clockProbes: probes,
    failures: SIDES.flatMap((side) => fetched[side].failures.map((why) => ({ side, why }))),
    captureId: plan.captureId,
    startedAt: times.length === 0 ? 0 : Math.min(...times),
    finishedAt: times.length === 0 ? 0 : Math.max(...times),
  });
}
