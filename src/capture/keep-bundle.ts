/** Keeping a bundle writes what both routers gave into a folder, with a manifest that says how it is known to be whole. */
import { writeBundle } from '../bundle/write.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import { sayAsk } from '../playbook/foreign.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Fetched } from './fetched.ts';
import { heardTunnel } from './heard-peer.ts';

/** Gives what other operators are to be asked for. `nowMs`: by the clock of this machine, where no router has told its own beside it. */
export async function keepBundle(folder: string, plan: Plan, fetched: Record<Side, Fetched>, nowMs: number): Promise<Asked[]> {
  const probes = SIDES.flatMap((side) => (fetched[side].probe === null ? [] : [{ side, ...fetched[side].probe }]));
  const heard = heardTunnel(plan, fetched);
  const asked = askedOf(plan, heard.tunnel?.b.name, Math.max(...probes.map(({ afterMs }) => afterMs)));
  const times = probes.length === 0 ? [nowMs] : probes.flatMap(({ beforeMs, afterMs }) => [beforeMs, afterMs]);
  await writeBundle(folder, {
    tunnel: heard.tunnel,
    evidence: { a: fetched.a.evidence, b: fetched.b.evidence },
    clockProbes: probes,
    asked,
    failures: [...heard.remarks.map((why) => ({ why })), ...SIDES.flatMap((side) => fetched[side].failures.map((why) => ({ side, why })))],
    captureId: plan.captureId,
    startedAt: Math.min(...times),
    finishedAt: Math.max(...times),
  });
  return asked;
}

type Asked = { side: Side; what: string };

/** What the operator of a peer that is not ours is asked for, of a hub's spokes the one that the bundle is about: from the arming on, until the recording was home. */
function askedOf(plan: Plan, heard: string | undefined, homeAtMs: number): Asked[] {
  const armedAtMs = Date.parse(plan.leaseEndsAt) - plan.leaseSeconds * 1000;
  return SIDES.flatMap((side) => {
    const spoke = side === 'b' ? plan.spokes?.find((each) => each.name === heard) : undefined;
    const { name, foreign } = spoke ?? plan.peers[side];
    const [from, to] = [armedAtMs, homeAtMs].map((ms) => (Number.isFinite(ms) ? new Date(ms).toISOString() : 'now'));
    return foreign === undefined
      ? []
      : [{ side, what: `${sayAsk(name, foreign, from ?? '', to ?? '')}; put the files into ${side}/ and judge again` }];
  });
}
