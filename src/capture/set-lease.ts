/** Setting a lease gives the guards of an armed capture another end, on both routers or on neither. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import { bySide, type Side } from '../ipsec/side.ts';
import type { Role } from '../playbook/ownership.ts';
import { isApplet, managedOf, type PeerPlan, type Plan, type Step } from '../playbook/plan.ts';
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

/** The ids of what was taken away and is not set again yet: a session may be lost meanwhile. */
type InHand = Record<Side, Set<string>>;

/** `plan` as it stands on the routers; gives the one that stands there now. Throws where a router does not take it: then both are as they were. */
export async function setLease(context: CaptureContext, plan: Plan, leaseEndsAt: string): Promise<Plan> {
  requireLength(Date.parse(leaseEndsAt) - context.clock.now());
  const wanted = withLeaseEnd(plan, leaseEndsAt);
  const inHand = bySide(() => new Set<string>());
  try {
    await onBothSides((side) => setOn(context, wanted, side, inHand), managedOf(plan));
  } catch (error) {
    context.say({ text: 'the lease cannot be changed: setting both routers back to the one that was' });
    await onBothSides((side) => setOn(context, plan, side, inHand), managedOf(plan)).catch((why: unknown) =>
      context.say({ text: messageOf(why) }),
    );
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

async function setOn(context: CaptureContext, plan: Plan, side: Side, inHand: InHand): Promise<void> {
  const peer = plan.peers[side];
  const undone = await undoneSteps(context, plan, side);
  const setting: Setting = { context, plan, side, inHand: inHand[side] };
  await withRouter(
    context,
    side,
    async (cli) => {
      // Without them it would look like a trap that has sprung, or that somebody has removed.
      await setAgain(
        cli,
        setting,
        stepsOf(peer, TOGETHER.flat()).filter(({ id }) => inHand[side].has(id)),
      );
      const { stage } = await lookWhole(cli, plan, peer, undone);
      if (stage !== 'armed' && stage !== 'blind')
        throw new FlaptrapError('preflight', `its trap does not wait any more (${stage})`, {
          peer: peer.name,
          next: 'look with `flaptrap status`',
        });
      for (const roles of TOGETHER) await renew(cli, setting, stepsOf(peer, roles));
    },
    { totalMs: SET_MS },
  );
}

interface Setting {
  context: CaptureContext;
  plan: Plan;
  side: Side;
  inHand: Set<string>;
}

/**
 * All whose description names the lease; who guards comes first. What springs goes before REC and comes behind it: without REC alone it would be
 * a trap that has spent itself (look.ts), for whoever goes on where this process dies.
 */
const TOGETHER = [['LEASE'], ['GUARD'], ['CPU'], ['REC', 'CALL', 'WATCH']] as const satisfies readonly (readonly Role[])[];

function stepsOf({ steps }: PeerPlan, roles: readonly Role[]): Step[] {
  return roles.flatMap((role) => steps.filter((step) => isApplet(step, role)));
}

/** Whether another event line takes the place of the one that stands is not known for every release [U]: it is set anew. */
async function renew(cli: Cli, setting: Setting, steps: readonly Step[]): Promise<void> {
  for (const step of steps.toReversed()) {
    setting.inHand.add(step.id);
    await perform(cli, step.undo);
  }
  await setAgain(cli, setting, steps);
}

/** What stands there already is left as it is. */
async function setAgain(cli: Cli, { context, plan, side, inHand }: Setting, steps: readonly Step[]): Promise<void> {
  const leftMs = Date.parse(plan.leaseEndsAt) - context.clock.now();
  for (const step of steps) {
    await takeStep(cli, withinLease(step, leftMs));
    inHand.delete(step.id);
    await noteOrSay(context, plan.captureId, { side, step: step.id, what: 'changed', detail: `lease until ${plan.leaseEndsAt}` });
  }
}
