/** Arming carries out both routers' plans: both or neither, each step noted before it is begun, and what can spring only when both record. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { isApplet, type PeerPlan, type Plan, type Step } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { takeStep } from './act.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { disarm, requireUndoable } from './disarm.ts';
import { askCpu, askUptime } from './gauges.ts';
import { noteBaseline } from './memory.ts';
import { proveEem } from './probe.ts';
import { settle } from './settle.ts';

export async function arm(context: CaptureContext, plan: Plan, playbook: Playbook): Promise<void> {
  requireUndoable(plan);
  requireGoingOn(context);
  context.store.open(plan, playbook);
  try {
    await carryOut(context, plan, (step) => isApplet(step, 'GUARD'), measure);
    await settle(context, plan);
    await carryOut(context, plan, (step) => !isApplet(step, 'GUARD', 'WATCH'));
    await carryOut(context, plan, (step) => isApplet(step, 'WATCH'));
    requireGoingOn(context);
  } catch (error) {
    const isStopped = error instanceof FlaptrapError && error.code === 'stopped';
    context.say({
      text: isStopped ? 'stopped while arming: putting both peers back' : 'the tunnel cannot be armed: putting both peers back',
    });
    await putBack(context, plan, error);
    throw error;
  }
  for (const side of SIDES)
    context.say({ side, text: `armed as ${plan.captureId}: ${plan.peers[side].steps.length} steps, lease until ${plan.leaseEndsAt}` });
}

/** What cannot be put back is the graver news: it carries the first failure as its cause. */
async function putBack(context: CaptureContext, plan: Plan, cause: unknown): Promise<void> {
  try {
    await disarm(context, plan);
  } catch (error) {
    if (error instanceof FlaptrapError) throw new FlaptrapError(error.code, error.message, { ...error.context, cause });
    throw error;
  }
}

type Begin = (context: CaptureContext, cli: Cli, plan: Plan, side: Side) => Promise<void>;

/** How it was without us: what recording costs, and whether the router has restarted, is told by it later. */
async function measure(context: CaptureContext, cli: Cli, plan: Plan, side: Side): Promise<void> {
  noteBaseline(context, plan, side, { uptimeSeconds: await askUptime(cli), cpuPercent: await askCpu(cli) });
}

async function carryOut(context: CaptureContext, plan: Plan, isWanted: (step: Step) => boolean, begin?: Begin): Promise<void> {
  await onBothSides(async (side) => {
    const steps = plan.peers[side].steps.filter(isWanted);
    await withRouter(context, side, async (cli) => {
      await begin?.(context, cli, plan, side);
      for (const step of steps) {
        requireGoingOn(context);
        note(context, plan, plan.peers[side], { step: step.id, what: 'intent' });
        await takeStep(cli, step);
        const { probe } = plan.peers[side];
        if (isApplet(step, 'PROBE') && probe !== undefined) await proveEem(context, cli, plan.peers[side], probe);
        note(context, plan, plan.peers[side], { step: step.id, what: 'done' });
      }
    });
  });
}

function requireGoingOn({ stop }: CaptureContext): void {
  if (stop.aborted) throw new FlaptrapError('stopped', 'stopped while arming; both peers are as they were');
}

function note(context: CaptureContext, plan: Plan, { side }: PeerPlan, entry: { step: string; what: 'intent' | 'done' }): void {
  context.store.note(plan.captureId, { at: new Date(context.clock.now()).toISOString(), side, ...entry });
}

/** True when every step of both peers was done: the trap stood whole at that time. */
export function wasArmed(plan: Plan, journal: readonly { side: Side; step: string; what: string }[]): boolean {
  const isDone = (side: Side, { id }: Step): boolean =>
    journal.some((entry) => entry.side === side && entry.step === id && entry.what === 'done');
  return SIDES.every((side) => plan.peers[side].steps.every((step) => isDone(side, step)));
}
