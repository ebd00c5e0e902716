/** `flaptrap run` carries one capture from agreement to verdict; `flaptrap arm` stops when both peers are armed. */
import { arm as armBoth } from '../capture/arm.ts';
import { captureTunnel } from '../capture/capture-tunnel.ts';
import type { CaptureContext } from '../capture/context.ts';
import { removeFiles } from '../capture/remove-files.ts';
import { requireArmable, survey } from '../capture/survey.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type Agreement, requireAgreement } from './agree.ts';
import { askPlaybook, count } from './ask-playbook.ts';
import { draftPlan } from './draft.ts';
import { EXIT } from './exit-code.ts';
import { keepCapture } from './keep.ts';
import type { Screen } from './screen.ts';
import { openStage } from './stage.ts';
import { listenForStop } from './stop.ts';

export interface RunOptions extends Agreement {
  state: string;
  out: string;
}

export async function run(path: string, options: RunOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  if (playbook === undefined) return EXIT.input;
  using stop = listenForStop(screen);
  const context = openStage(playbook, screen, { stateFolder: options.state, stop: stop.signal });
  let plan = await agreedPlan(context, playbook, options, screen);
  // Awaited here: until it has ended, the signals are ours.
  for (let left = playbook.budget.captures; ; left -= 1) {
    const { code, isCaptured } = await runPlan(context, plan, playbook, options.out, screen);
    if (!isCaptured || left <= 1 || stop.signal.aborted) return code;
    screen.tell(`arming again: ${count(left - 1, 'capture')} left of the budget`);
    // Only the plan that was agreed to; a router that has changed meanwhile is not armed again.
    plan = await agreedPlan(context, playbook, { digest: plan.digest }, screen);
  }
}

interface Ended {
  code: number;
  isCaptured: boolean;
}

/** Shared with the rehearsal, which differs only in who the routers are. */
export async function runPlan(
  context: CaptureContext,
  plan: Plan,
  playbook: Playbook,
  out: string,
  screen: Screen,
  onArmed?: () => void,
  format: 'text' | 'json' = 'text',
): Promise<Ended> {
  const { ending, fetched } = await captureTunnel(context, plan, playbook, onArmed);
  if (fetched === undefined) {
    screen.print(
      ending === 'stopped' ? 'stopped: both routers are disarmed' : 'the lease has ended without a trigger: both routers are disarmed',
    );
    return { code: ending === 'stopped' ? EXIT.stopped : EXIT.done, isCaptured: false };
  }
  await keepCapture(plan, playbook, fetched, out, screen, format);
  await removeFiles(context, plan, fetched);
  return { code: EXIT.done, isCaptured: true };
}

export async function arm(path: string, options: RunOptions, screen: Screen): Promise<number> {
  const playbook = await askPlaybook(path, screen);
  if (playbook === undefined) return EXIT.input;
  using stop = listenForStop(screen);
  const context = openStage(playbook, screen, { stateFolder: options.state, stop: stop.signal });
  const plan = await agreedPlan(context, playbook, options, screen);
  await armBoth(context, plan, playbook);
  screen.print(
    `armed as ${plan.captureId}; next: flaptrap status ${plan.captureId}, flaptrap collect ${plan.captureId}, flaptrap disarm ${plan.captureId}`,
  );
  return EXIT.done;
}

export async function agreedPlan(context: CaptureContext, playbook: Playbook, agreement: Agreement, screen: Screen): Promise<Plan> {
  const facts = await survey(context, playbook);
  requireArmable(playbook, facts);
  const { plan, diagnostics } = draftPlan(playbook, context.clock.now(), facts);
  if (diagnostics.length > 0) screen.tell(printDiagnostics(diagnostics));
  if (hasErrors(diagnostics)) throw new FlaptrapError('input', 'the applets have errors; nothing was changed', {});
  await requireAgreement(plan, agreement, screen);
  return plan;
}
