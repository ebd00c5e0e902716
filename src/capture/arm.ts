/** Arming carries out both routers' plans: both or neither, each step noted before it is begun, and what can spring only when both record. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { readImage } from '../ios/images.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { isApplet, managedOf, type PeerPlan, type Plan, type Step, sayRouters } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { isWithinWindow, sayWindow } from '../playbook/window.ts';
import { takeStep } from './act.ts';
import { eachFailure, onBothSides } from './both-sides.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { disarm, requireUndoable } from './disarm.ts';
import { askCpu, askUptime } from './gauges.ts';
import { noteBaseline } from './memory.ts';
import { saveOldLog } from './old-log.ts';
import { proveEem } from './probe.ts';
import { proveStep } from './prove-step.ts';
import { settle } from './settle.ts';
import { takeAtArming } from './snapshots.ts';

export async function arm(context: CaptureContext, plan: Plan, playbook: Playbook): Promise<void> {
  requireUndoable(plan);
  requireGoingOn(context, plan);
  requireWindow(plan, context.clock.now());
  await context.store.open(plan, playbook);
  try {
    await carryOut(context, plan, (step) => isApplet(step, 'GUARD'), measure);
    await settle(context, plan);
    await carryOut(context, plan, (step) => !isApplet(step, 'GUARD', 'WATCH'));
    await carryOut(context, plan, (step) => isApplet(step, 'WATCH'), takeAtArming);
    requireGoingOn(context, plan);
  } catch (error) {
    const isStopped = error instanceof FlaptrapError && error.code === 'stopped';
    context.say({
      text: isStopped
        ? `stopped while arming: undoing everything on ${sayRouters(plan).all}`
        : `the tunnel cannot be armed: undoing everything on ${sayRouters(plan).all}`,
    });
    await putBack(context, plan, error);
    throw error;
  }
  for (const side of managedOf(plan))
    context.say({ side, text: `armed as ${plan.captureId}: ${plan.peers[side].steps.length} steps, lease until ${plan.leaseEndsAt}` });
}

/** What a session that was cut off leaves open on the router; it is cut off too where another worker has written there meanwhile. */
const CUT_CODES: readonly string[] = ['session-lost', 'no-answer', 'device-busy'];

/** What cannot be put back is the graver news: it carries the first failure as its cause. */
async function putBack(context: CaptureContext, plan: Plan, cause: unknown): Promise<void> {
  try {
    const isCut = eachFailure(cause).some(({ code }) => CUT_CODES.includes(code));
    await disarm(context, plan, [], !isCut);
  } catch (error) {
    if (error instanceof FlaptrapError) throw new FlaptrapError(error.code, error.message, { ...error.context, cause });
    throw error;
  }
}

type Begin = (context: CaptureContext, cli: Cli, plan: Plan, side: Side) => Promise<void>;

/** How it was without us: what recording costs, and whether the router has restarted, is told by it later. */
async function measure(context: CaptureContext, cli: Cli, plan: Plan, side: Side): Promise<void> {
  await noteBaseline(context, plan, side, { uptimeSeconds: await askUptime(cli), cpuPercent: await askCpu(cli) });
}

async function carryOut(context: CaptureContext, plan: Plan, isWanted: (step: Step) => boolean, begin?: Begin): Promise<void> {
  await onBothSides(async (side) => {
    const steps = plan.peers[side].steps.filter(isWanted);
    await withRouter(context, side, async (cli) => {
      await begin?.(context, cli, plan, side);
      for (const step of steps) {
        requireGoingOn(context, plan);
        await note(context, plan, plan.peers[side], { step: step.id, what: 'intent', ...approvalOf(plan, step) });
        await saveOldLog(context, cli, plan, side, step);
        await takeStep(cli, step).catch((error: unknown) => Promise.reject(withImage(error, plan.peers[side], step)));
        await proveStep(cli, step);
        const { probe } = plan.peers[side];
        if (isApplet(step, 'PROBE') && probe !== undefined) await proveEem(context, cli, plan.peers[side], probe);
        await note(context, plan, plan.peers[side], { step: step.id, what: 'done' });
      }
    });
  }, managedOf(plan));
}

function requireGoingOn({ stop }: CaptureContext, plan: Plan): void {
  if (stop.aborted) throw new FlaptrapError('stopped', `stopped while arming; ${sayRouters(plan).asBefore}`);
}

function note(
  context: CaptureContext,
  plan: Plan,
  { side }: PeerPlan,
  entry: { step: string; what: 'intent' | 'done'; detail?: string },
): Promise<void> {
  return context.store.note(plan.captureId, { at: new Date(context.clock.now()).toISOString(), side, ...entry });
}

/** An image without applets refuses the first line of the first one, and says no more than that. [L] */
function withImage(error: unknown, { facts }: PeerPlan, step: Step): unknown {
  const isRefused = error instanceof FlaptrapError && error.code === 'refused' && isApplet(step, 'GUARD');
  const { image } = facts;
  if (!isRefused || image === null || readImage(image) === undefined) return error;
  const next = `this is an ${readImage(image)} image (${image}), which cannot create EEM applets: take a CSR1000v`;
  return new FlaptrapError(error.code, error.message, { ...error.context, next });
}

/** Approved hours count when the routers are touched, however long the plan was thought over. */
function requireWindow({ window }: Plan, nowMs: number): void {
  if (window === undefined || isWithinWindow(window, nowMs)) return;
  throw new FlaptrapError('preflight', `these are not the approved hours (${sayWindow(window)})`, {
    next: 'wait for them, or change `window` in the playbook; nothing was changed',
  });
}

/** With the first step of each router. */
function approvalOf({ ticket, window }: Plan, step: Step): { detail?: string } {
  const said = [...(ticket === undefined ? [] : [`ticket ${ticket}`]), ...(window === undefined ? [] : [`window ${sayWindow(window)}`])];
  return isApplet(step, 'GUARD') && said.length > 0 ? { detail: said.join(', ') } : {};
}

/** True when every step of both peers was done: the trap stood whole at that time. */
export function wasArmed(plan: Plan, journal: readonly { side: Side; step: string; what: string }[]): boolean {
  const isDone = (side: Side, { id }: Step): boolean =>
    journal.some((entry) => entry.side === side && entry.step === id && entry.what === 'done');
  return SIDES.every((side) => plan.peers[side].steps.every((step) => isDone(side, step)));
}
