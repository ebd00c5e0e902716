/** Running a capture carries it from agreement to verdict, again while the budget lasts; arming stops when both peers are armed. */
import { arm } from '../capture/arm.ts';
import { captureTunnel } from '../capture/capture-tunnel.ts';
import { requireFolder } from '../capture/folders.ts';
import type { Plan } from '../playbook/plan.ts';
import { type Agreement, agreedPlan } from './agree.ts';
import type { RunContext } from './context.ts';
import { type Ended, endCapture, isCaptured } from './keep.ts';

/** How the plan is agreed to, and where bundles are kept. */
export interface RunOptions extends Agreement {
  /** The folder in which bundles and reports are written. */
  out: string;
}

/** Plans, has the plan agreed to, arms, waits, brings home, judges and disarms. Throws where a device refuses, or nobody agrees. */
export async function runCapture(context: RunContext, options: RunOptions): Promise<Ended> {
  await requireRoom(context, options);
  let plan = await agreedPlan(context, options);
  const saved: string[] = [];
  for (let left = context.playbook.budget.captures; ; left -= 1) {
    const ended = await captureOnce(context, plan, options);
    saved.push(...(ended.saved ?? []));
    if (!isCaptured(ended) || left <= 1 || context.stop.aborted) return saved.length === 0 ? ended : { ...ended, saved };
    context.tell({ about: 'next-capture', capturesLeft: left - 1 });
    // Only the plan that was agreed to; a router that has changed meanwhile is not armed again.
    plan = await agreedPlan(context, { digest: plan.digest });
  }
}

/** One capture by a plan that was agreed to. */
export async function captureOnce(context: RunContext, plan: Plan, { out }: Pick<RunOptions, 'out'>, onArmed?: () => void): Promise<Ended> {
  using _claim = await context.store.claim(plan.captureId);
  const captured = await captureTunnel(context, plan, context.playbook, onArmed);
  return endCapture(context, plan, captured, out);
}

/** What is armed now, as JSON: `leaseEndsAt` in ISO 8601. */
export interface Armed {
  schema: 'flaptrap.armed/1';
  captureId: string;
  leaseEndsAt: string;
}

/** Both peers, or neither. */
export async function armCapture(context: RunContext, options: RunOptions): Promise<Armed> {
  await requireRoom(context, options);
  const plan = await agreedPlan(context, options);
  // Nobody resumes what is still being armed.
  using _claim = await context.store.claim(plan.captureId);
  await arm(context, plan, context.playbook);
  const { captureId, leaseEndsAt } = plan;
  return { schema: 'flaptrap.armed/1', captureId, leaseEndsAt };
}

/** Before any router is asked: both log buffers must fit. */
export async function requireRoom({ store, playbook: { budget } }: RunContext, { out }: Pick<RunOptions, 'out'>): Promise<void> {
  await store.requireRoom();
  requireFolder(out, '--out', 2 * budget.logBufferKilobytes * 1024);
}
