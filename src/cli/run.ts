/** `flaptrap run` carries one capture from agreement to verdict; `flaptrap arm` stops when both peers are armed. */
import { randomBytes } from 'node:crypto';
import { arm as armBoth } from '../capture/arm.ts';
import { captureTunnel } from '../capture/capture-tunnel.ts';
import { claimCapture } from '../capture/claim.ts';
import type { CaptureContext } from '../capture/context.ts';
import { requireFolders } from '../capture/folders.ts';
import { requireArmable, survey } from '../capture/survey.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { draftPlan } from '../run/draft.ts';
import { type Agreement, requireAgreement } from './agree.ts';
import { askPlaybook, count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { type Ended, endCapture } from './finish.ts';
import type { EndOptions } from './keep.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';
import { listenForStop, sayLeft } from './stop.ts';

export interface RunOptions extends Agreement, EndOptions {
  state: string;
}

export async function run(path: string, options: RunOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  using stop = listenForStop(screen, () => sayLeft(context.store));
  const context = openStage(playbook, screen, { stateFolder: options.state, stop: stop.signal });
  requireRoom(playbook, options);
  let plan = await agreedPlan(context, playbook, options, screen);
  // Awaited here: until it has ended, the signals are ours.
  for (let left = playbook.budget.captures; ; left -= 1) {
    const { code, isCaptured } = await runPlan(context, plan, playbook, options, screen);
    if (!isCaptured || left <= 1 || stop.signal.aborted) return code;
    screen.tell(`arming again: ${count(left - 1, 'capture')} left of the budget`);
    // Only the plan that was agreed to; a router that has changed meanwhile is not armed again.
    plan = await agreedPlan(context, playbook, { digest: plan.digest }, screen);
  }
}

/** Before any router is asked: both log buffers must fit. */
function requireRoom({ budget }: Playbook, { state, out }: RunOptions): void {
  requireFolders({ state, out }, 2 * budget.logBufferKilobytes * 1024);
}

/** Shared with the rehearsal, which differs only in who the routers are. */
export async function runPlan(
  context: CaptureContext,
  plan: Plan,
  playbook: Playbook,
  options: EndOptions,
  screen: Screen,
  onArmed?: () => void,
): Promise<Ended> {
  using _claim = claimCapture(context.store.folderOf(plan.captureId), plan.captureId);
  const captured = await captureTunnel(context, plan, playbook, onArmed);
  return endCapture(context, plan, playbook, captured, options, screen);
}

export async function arm(path: string, options: RunOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  using stop = listenForStop(screen, () => sayLeft(context.store));
  const context = openStage(playbook, screen, { stateFolder: options.state, stop: stop.signal });
  requireRoom(playbook, options);
  const plan = await agreedPlan(context, playbook, options, screen);
  // Nobody resumes what is still being armed.
  using _claim = claimCapture(context.store.folderOf(plan.captureId), plan.captureId);
  await armBoth(context, plan, playbook);
  const { captureId, leaseEndsAt } = plan;
  screen.print(
    options.json === true
      ? JSON.stringify({ schema: 'flaptrap.armed/1', captureId, leaseEndsAt }, null, 2)
      : `armed as ${captureId}; next: flaptrap status ${captureId}, flaptrap collect ${captureId}, flaptrap disarm ${captureId}`,
  );
  return EXIT.done;
}

/** How long a question may stand open. */
const STALE_MS = 60_000;

export async function agreedPlan(context: CaptureContext, playbook: Playbook, agreement: Agreement, screen: Screen): Promise<Plan> {
  const facts = await survey(context, playbook);
  requireArmable(playbook, facts);
  const nonce = randomBytes(8).toString('hex');
  const { plan, diagnostics } = draftPlan(playbook, context.clock.now(), facts, nonce);
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  if (hasErrors(diagnostics)) throw new FlaptrapError('input', 'the applets have errors; nothing was changed', {});
  const askedMs = context.clock.monotonic();
  await requireAgreement(plan, agreement, screen);
  if (context.stop.aborted) throw new FlaptrapError('stopped', 'stopped; nothing was changed');
  // The lease counts from the plan: what was thought over for long is asked anew, and armed only if it is the same.
  const isStale = context.clock.monotonic() - askedMs > STALE_MS;
  return isStale ? agreedPlan(context, playbook, { digest: plan.digest }, screen) : plan;
}
