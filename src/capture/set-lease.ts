/** Setting a lease gives the guards of an armed capture another end, on both routers or on neither. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { isApplet, managedOf, type Plan, type Step } from '../playbook/plan.ts';
import { withLeaseEnd } from '../playbook/with-lease.ts';
import { perform, takeStep } from './act.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, noteOrSay, withRouter } from './context.ts';
import { lookWhole } from './look.ts';
import { undoneSteps } from './memory.ts';
import { withinLease } from './mend.ts';

/** Less would end while a freeze runs. */
const LEASE_MS_MIN = 600_000;
/** No playbook asks for more. */
const LEASE_MS_MAX = 365 * 86_400_000;
const SET_MS = 300_000;

/** `plan` as it stands on the routers; gives the one that stands there now. Throws where a router does not take it: then both are as they were. */
export async function setLease(context: CaptureContext, plan: Plan, leaseEndsAt: string): Promise<Plan> {
  requireLength(Date.parse(leaseEndsAt) - context.clock.now());
  const wanted = withLeaseEnd(plan, leaseEndsAt);
  try {
    await onBothSides((side) => setOn(context, wanted, side), managedOf(plan));
  } catch (error) {
    context.say({ text: 'the lease cannot be changed: setting both routers back to the one that was' });
    await onBothSides((side) => setOn(context, plan, side), managedOf(plan)).catch((why: unknown) => context.say({ text: messageOf(why) }));
    throw error;
  }
  context.say({ text: `the lease of ${plan.captureId} ends at ${leaseEndsAt} now` });
  return wanted;
}

function requireLength(leftMs: number): void {
  if (leftMs >= LEASE_MS_MIN && leftMs <= LEASE_MS_MAX) return;
  throw new FlaptrapError('input', 'a lease ends ten minutes from now at the earliest, and within a year', {
    next: 'give a later end, or end the capture with `flaptrap disarm`',
  });
}

async function setOn(context: CaptureContext, plan: Plan, side: Side): Promise<void> {
  const peer = plan.peers[side];
  const undone = await undoneSteps(context, plan, side);
  await withRouter(
    context,
    side,
    async (cli) => {
      const { stage } = await lookWhole(cli, plan, peer, undone);
      if (stage !== 'armed' && stage !== 'blind')
        throw new FlaptrapError('preflight', `its trap does not wait any more (${stage})`, {
          peer: peer.name,
          next: 'look with `flaptrap status`',
        });
      for (const step of peer.steps.filter((each) => isApplet(each, ...GUARDS))) await reset(cli, context, plan, side, step);
    },
    { totalMs: SET_MS },
  );
}

/** All whose description names the lease; who guards comes first. */
const GUARDS = ['LEASE', 'GUARD', 'CPU', 'REC', 'CALL', 'WATCH'] as const;

async function reset(cli: Cli, context: CaptureContext, plan: Plan, side: Side, step: Step): Promise<void> {
  const leftMs = Date.parse(plan.leaseEndsAt) - context.clock.now();
  // Whether another event line takes the place of the one that stands is not known for every release [U]: it is set anew, one guard at a time.
  await perform(cli, step.undo);
  await takeStep(cli, withinLease(step, leftMs));
  await noteOrSay(context, plan.captureId, { side, step: step.id, what: 'changed', detail: `lease until ${plan.leaseEndsAt}` });
}
