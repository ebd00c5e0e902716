/** Undoing takes the steps of a plan back on one router, in reverse, and asks the router what of them it still holds: never what it was told. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { DEBUGS } from '../ios/debugs.ts';
import { TRACE_COMMANDS, TRACE_DISABLED } from '../ios/event-traces.ts';
import { readLoggingLine } from '../ios/logging.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import {
  isApplet,
  isSetting,
  isShared,
  type LoggingStep,
  type PeerPlan,
  type Plan,
  type SettingStep,
  type SharedStep,
  type Step,
} from '../playbook/plan.ts';
import { SETTINGS_COMMAND, standsStill } from '../playbook/settings.ts';
import { heldMarks, readStanding, STANDING_COMMAND, type StandingCapture, sayStanding } from '../playbook/standing.ts';
import { perform } from './act.ts';
import { askResidue, printResidue, type Residue } from './residue.ts';

/** First nothing can spring and nothing is claimed any more; then what other captures of ours still need is seen, and left to them. */
export async function undo(
  cli: Cli,
  plan: Plan,
  peer: PeerPlan,
  { steps, nowMs }: { steps: readonly Step[]; nowMs: number },
): Promise<string> {
  const isFirst = (step: Step): boolean => isApplet(step, 'WATCH', 'CALL', 'REC');
  for (const step of steps.toReversed().filter(isFirst)) await undoStep(cli, step);
  const others = readStanding(await cli.exec(STANDING_COMMAND)).filter(({ captureId }) => captureId !== plan.captureId);
  const marks = heldMarks(others, nowMs);
  const isHeld = (step: Step): step is SharedStep => isShared(step) && marks.includes(step.mark);
  const isLeft = (step: Step): boolean => isHeld(step) || (isSetting(step) && others.length > 0);
  for (const step of steps.toReversed()) if (!isFirst(step) && !isLeft(step)) await undoStep(cli, step);
  const own = steps.filter((step) => !isHeld(step));
  const kept = [
    ...(await askSettings(
      cli,
      steps.filter((step) => !isLeft(step)),
    )),
    ...(await askTraces(cli, own)),
  ];
  requireGone(plan, peer, ownOf(await askResidue(cli, peer.platform, plan.captureId), own), kept);
  return sayLeft(steps.filter(isHeld), others, nowMs);
}

/** Whoever reads it can see whether those captures are theirs: anybody who configures the router can set such an applet. */
function sayLeft(shared: readonly SharedStep[], others: readonly StandingCapture[], nowMs: number): string {
  const marks = shared.map(({ mark }) => mark);
  const holders = others.filter((other) => heldMarks([other], nowMs).some((mark) => marks.includes(mark)));
  return shared.length === 0
    ? ''
    : `; kept for ${holders.map(sayStanding).join(' and ')}: ${shared.flatMap(({ lines }) => lines).join(', ')}`;
}

function requireGone(plan: Plan, peer: PeerPlan, residue: Residue, kept: readonly string[]): void {
  const standing = [...printResidue(residue), ...kept];
  if (standing.length === 0) return;
  throw new FlaptrapError('left-behind', `${standing.length} changes of flaptrap are still on the router after disarming`, {
    peer: peer.name,
    tried: 'undo each step, then check the router',
    answer: standing.join('\n'),
    next: `run \`flaptrap sweep\`, or remove them by hand${residue.applets.length > 0 ? sayWriting(plan, peer) : ''}`,
  });
}

/** A trap that could not be taken away springs when its time has come, whoever still waits for it. */
function sayWriting({ captureId }: Plan, { platform }: PeerPlan): string {
  return `; until then its applets may run, and write files ${PLATFORMS[platform].flash}flaptrap-${captureId}-*`;
}

/** What others have begun to debug in the meantime is theirs; files are removed later, when they are safe at home. */
function ownOf(residue: Residue, steps: readonly Step[]): Residue {
  const shown = steps.flatMap((step): readonly RegExp[] => (step.kind === 'debug' ? DEBUGS[step.family].shown : []));
  return {
    applets: residue.applets,
    debugs: residue.debugs.filter((line) => shown.some((pattern) => pattern.test(line))),
    conditions: residue.conditions.filter((address) => steps.some((step) => step.kind === 'condition' && step.remote === address)),
    rings: residue.rings,
    filters: residue.filters,
    files: [],
  };
}

async function undoStep(cli: Cli, step: Step): Promise<void> {
  if (isSetting(step) && !isStillOurs(step, await cli.exec(SETTINGS_COMMAND))) return;
  const { mode, lines } = step.undo;
  // Each by itself: a ring that runs no more is not stopped, and must go all the same.
  for (const act of step.kind === 'packets' ? lines.map((line) => [line]) : [lines])
    await perform(cli, { mode, lines: act }).catch(tolerateRefusal);
}

/** A refused undo is no failure yet: the guard may have been faster. What counts is what the router holds afterwards. */
function tolerateRefusal(error: unknown): void {
  if (!(error instanceof FlaptrapError) || !['refused', 'not-authorized'].includes(error.code)) throw error;
}

/** A setting is given back only when nobody has changed it since; what another capture of ours had made so, as it stood before that. */
function isStillOurs(step: LoggingStep | SettingStep, configuration: string): boolean {
  const [typed] = step.lines;
  if (typed === undefined) return true;
  if (step.kind === 'setting') return standsStill(step.setting, typed, configuration);
  const line = readLoggingLine(configuration);
  // The configuration leaves out the level when it is the default, debugging. [L]
  return line === typed || line === typed.replace(/ debugging$/, '');
}

/** Settings that were typed and have not been given back: a refusal alone says nothing, the guard may have been faster. */
async function askSettings(cli: Cli, steps: readonly Step[]): Promise<string[]> {
  const typed = steps.filter(isSetting).filter(({ lines }) => lines.length > 0);
  if (typed.length === 0) return [];
  const configuration = await cli.exec(SETTINGS_COMMAND);
  return typed
    .filter((step) => isStillOurs(step, configuration))
    .map(({ lines, undo }) => `setting: ${lines.join()} (it was: ${undo.lines.join()})`);
}

async function askTraces(cli: Cli, steps: readonly Step[]): Promise<string[]> {
  const running: string[] = [];
  for (const step of steps) {
    if (step.kind !== 'trace') continue;
    const state = await cli.exec(TRACE_COMMANDS.askState(step.trace));
    if (!TRACE_DISABLED.test(state)) running.push(`event trace: ${step.trace}`);
  }
  return running;
}
