/** Mending sets again what of an armed trap somebody took away: steps of the plan that was agreed to, within its lease, and never more. */
import type { Cli } from '../device/cli.ts';
import { CONDITIONAL_DEBUGS, DEBUGS } from '../ios/debugs.ts';
import { readLoggingLine } from '../ios/logging.ts';
import type { Side } from '../ipsec/side.ts';
import { conditionMark, debugMark } from '../playbook/off-commands.ts';
import { isShared, type PeerPlan, type Plan, type Step } from '../playbook/plan.ts';
import { isAsBefore, SETTINGS_COMMAND, titleOfSetting } from '../playbook/settings.ts';
import { heldMarks, readStanding, STANDING_COMMAND } from '../playbook/standing.ts';
import { COUNTDOWN } from '../playbook/with-lease.ts';
import { perform, takeStep } from './act.ts';
import { type CaptureContext, noteOrSay } from './context.ts';
import type { Loss } from './losses.ts';
import { askDebugs } from './preflight.ts';

/** What somebody takes away a third time is meant to be away. */
const TIMES_MAX = 2;

/** How often each step was set again. */
export type Mended = Map<string, number>;

/** What may be set again of these losses, in the order of the plan. */
export function stepsToMend({ steps }: PeerPlan, losses: readonly Loss[], mended: Mended): Step[] {
  const wanted = new Set(losses.flatMap((loss) => loss.steps));
  return steps.filter(({ id }) => wanted.has(id) && (mended.get(id) ?? 0) < TIMES_MAX);
}

export interface Mending {
  context: CaptureContext;
  plan: Plan;
  side: Side;
  mended: Mended;
  leaseLeftMs: number;
}

/** Gives the steps that were taken, and why others were not. */
export async function mend(cli: Cli, mending: Mending, steps: readonly Step[]): Promise<{ taken: Step[]; left: string[] }> {
  const { context, plan, side, mended, leaseLeftMs } = mending;
  const left = await reasonsToLeave(cli, plan.peers[side], steps);
  const taken = steps.filter(({ id }) => !left.has(id));
  for (const step of taken) {
    mended.set(step.id, (mended.get(step.id) ?? 0) + 1);
    await noteOrSay(context, plan.captureId, { side, step: step.id, what: 'intent' });
    await takeStep(cli, withinLease(step, leaseLeftMs));
    await noteOrSay(context, plan.captureId, { side, step: step.id, what: 'done' });
  }
  return { taken, left: [...new Set(left.values())] };
}

/** By the ids of the steps that must not be taken, since they would change what somebody else has set. */
async function reasonsToLeave(cli: Cli, peer: PeerPlan, steps: readonly Step[]): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  const debugs = steps.filter(({ kind }) => kind === 'debug' || kind === 'condition');
  if (debugs.length > 0 && (await isDebuggedByOthers(cli, peer)))
    for (const { id } of debugs) reasons.set(id, 'somebody else is debugging there: our debugs would mix with theirs');
  for (const { id } of steps.filter(({ kind }) => kind === 'logging'))
    if (readLoggingLine(await cli.exec(SETTINGS_COMMAND)) !== peer.facts.loggingLine)
      reasons.set(id, 'somebody has configured the logging buffer: it stays as they want it');
  for (const { id, setting, undo } of steps.filter((step) => step.kind === 'setting'))
    if (!isAsBefore(setting, undo.lines.join(), await cli.exec(SETTINGS_COMMAND)))
      reasons.set(id, `somebody has changed a setting (${titleOfSetting(setting)}): it stays as they want it`);
  return reasons;
}

/** Debugs and conditions that neither this capture nor another one of ours accounts for. */
async function isDebuggedByOthers(cli: Cli, { steps }: PeerPlan): Promise<boolean> {
  const marks = readStanding(await cli.exec(STANDING_COMMAND)).flatMap((capture) => capture.marks);
  const own = steps.filter(isShared).map(({ mark }) => mark);
  const known = new Set([...marks, ...own]);
  const shown = CONDITIONAL_DEBUGS.filter((id) => known.has(debugMark(id))).flatMap((id): readonly RegExp[] => DEBUGS[id].shown);
  const { debugs, conditions } = await askDebugs(cli);
  return debugs.some((line) => !shown.some((pattern) => pattern.test(line))) || conditions.some((each) => !known.has(conditionMark(each)));
}

/** A step whose countdown, where it has one, is what is left: one that is set again does not count down the whole of the lease. */
export function withinLease(step: Step, leaseLeftMs: number): Step {
  if (step.kind !== 'applet') return step;
  const leftSeconds = Math.max(1, Math.floor(leaseLeftMs / 1000));
  return { ...step, lines: step.lines.map((line) => line.replace(COUNTDOWN, `$<head>${leftSeconds}`)) };
}

/** The next thing to do without when recording is too dear: the debug family that was set last; with the last one goes the condition. A ring of packets goes first where memory is short. */
export function stepsToDrop({ steps }: PeerPlan, undone: ReadonlySet<string>, isMemoryShort = false): Step[] {
  const standing = steps.filter(({ id }) => !undone.has(id));
  const ring = standing.filter(({ kind }) => kind === 'packets').toReversed();
  if (isMemoryShort && ring.length > 0) return ring;
  const debugs = standing.filter(({ kind }) => kind === 'debug');
  const last = debugs.at(-1);
  if (last === undefined) return [];
  return debugs.length > 1 ? [last] : [last, ...standing.filter(({ kind }) => kind === 'condition')];
}

/** Gives the steps that were taken back: what another capture of ours needs stays. */
export async function drop(cli: Cli, { context, plan, side }: Mending, steps: readonly Step[]): Promise<Step[]> {
  const others = readStanding(await cli.exec(STANDING_COMMAND)).filter(({ captureId }) => captureId !== plan.captureId);
  const held = heldMarks(others, context.clock.now());
  const own = steps.filter((step) => !isShared(step) || !held.includes(step.mark));
  for (const step of own) {
    await perform(cli, step.undo);
    await noteOrSay(context, plan.captureId, { side, step: step.id, what: 'undone' });
  }
  return own;
}
