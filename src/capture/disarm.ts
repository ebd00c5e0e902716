/** Disarming undoes what the plan did, in reverse, and then asks the router itself whether anything of ours is left. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { DEBUGS } from '../ios/debugs.ts';
import { TRACE_COMMANDS, TRACE_DISABLED } from '../ios/event-traces.ts';
import { readLoggingLine } from '../ios/logging.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import {
  isApplet,
  isSetting,
  isShared,
  type LoggingStep,
  managedOf,
  type PeerPlan,
  type Plan,
  type SettingStep,
  type SharedStep,
  type Step,
} from '../playbook/plan.ts';
import { SETTINGS_COMMAND, standsStill } from '../playbook/settings.ts';
import { heldMarks, readStanding, STANDING_COMMAND, type StandingCapture, sayStanding } from '../playbook/standing.ts';
import { isUndoLine } from '../playbook/undo-lines.ts';
import { perform } from './act.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, noteOrSay, withRouter } from './context.ts';
import { askOthers, isHalfTyped, outlast } from './half-typed.ts';
import { undoneIn } from './memory.ts';
import { saveLastLog } from './old-log.ts';
import { askResidue, printResidue, type Residue } from './residue.ts';
import { type CaptureRecord, sidesInDoubt } from './store.ts';

/** A router that does not answer is tried again after these waits; then its guard is what remains. */
const RETRY_SECONDS = [0, 2, 5] as const;
/** Longer than undoing takes on a slow line. [B] */
const DISARM_MS = 300_000;

/**
 * Disarms every peer on which something may stand; one peer's failure does not spare the other. `unsaved`: sides whose record only the log buffer
 * holds; `isAnswered`: the router has answered whatever was typed last, so that nothing is half typed.
 */
export async function disarm(context: CaptureContext, plan: Plan, unsaved: readonly Side[] = [], isAnswered = false): Promise<void> {
  requireUndoable(plan);
  const memory = await recall(context, plan);
  const ours = managedOf(plan);
  await onBothSides(
    (side) => disarmPeer(context, plan, side, { memory, isUnsaved: unsaved.includes(side), isAnswered }),
    memory === undefined ? ours : sidesInDoubt(memory).filter((side) => ours.includes(side)),
  );
}

/** What was written down of it; undefined when that cannot be read any more, and each step of both routers may have been taken. */
async function recall({ store, say }: CaptureContext, { captureId }: Plan): Promise<CaptureRecord | undefined> {
  const why = `the journal of capture ${captureId} cannot be read any more: undoing every step of its plan`;
  try {
    const record = await store.read(captureId);
    if (record === undefined) say({ text: why });
    return record;
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    say({ text: `${why} (${error.message})` });
    return undefined;
  }
}

/** Whatever is written in a plan, only what takes something of ours away is typed. */
export function requireUndoable(plan: Plan): void {
  const acts = managedOf(plan).flatMap((side) => plan.peers[side].steps.map(({ undo }) => undo));
  const strange = acts.flatMap(({ mode, lines }) => lines.filter((line) => !isUndoLine(mode, line)));
  if (strange.length === 0) return;
  throw new FlaptrapError(
    'input',
    `the plan of capture ${plan.captureId} contains commands that flaptrap never uses; nothing was sent to the routers`,
    {
      tried: strange.join('\n'),
      next: 'the plan file was changed: clean up the routers without it by `flaptrap sweep PLAYBOOK`',
    },
  );
}

interface Disarming {
  memory: CaptureRecord | undefined;
  isUnsaved: boolean;
  isAnswered: boolean;
}

async function disarmPeer(context: CaptureContext, plan: Plan, side: Side, disarming: Disarming): Promise<void> {
  await noteOrSay(context, plan.captureId, { side, step: 'all', what: 'disarming' });
  for (const [attempt, seconds] of RETRY_SECONDS.entries()) {
    await context.clock.sleep(seconds * 1000);
    try {
      const left = await disarmOnce(context, plan, side, disarming);
      await noteOrSay(context, plan.captureId, { side, step: 'all', what: 'disarmed' });
      context.say({ side, text: `disarmed: no applet, debug or debug condition of flaptrap is left${left}` });
      return;
    } catch (error) {
      if (attempt === RETRY_SECONDS.length - 1) throw leftBehind(plan, side, error);
    }
  }
}

/** Gives what is kept for others. */
async function disarmOnce(context: CaptureContext, plan: Plan, side: Side, { memory, isUnsaved, isAnswered }: Disarming): Promise<string> {
  const peer = plan.peers[side];
  const isCut = !isAnswered && isHalfTyped(plan, side, memory?.journal ?? []);
  let steps = begunSteps(plan, side, memory);
  let left: string | undefined;
  await outlast(context, side, peer.name, () =>
    withRouter(
      context,
      side,
      async (cli) => {
        const others = isCut ? await askOthers(cli) : [];
        if (isUnsaved && left === undefined && steps.some(({ kind }) => kind === 'logging')) await saveLastLog(context, cli, plan, side);
        left = `${left ?? ''}${await undo(cli, plan, peer, { steps, nowMs: context.clock.now() })}`;
        // What was given back once may be somebody else's by the next time.
        steps = steps.filter(({ kind }) => kind === 'applet');
        return others;
      },
      { totalMs: DISARM_MS },
    ),
  );
  return left ?? '';
}

/** Only what was begun is undone, and once: a step that never started, or was taken back while armed, may stand there by someone else's hand. */
function begunSteps(plan: Plan, side: Side, memory: CaptureRecord | undefined): Step[] {
  const { steps } = plan.peers[side];
  // A line that cannot be read may have been the one that said so.
  if (memory === undefined || memory.damage.length > 0) return steps;
  const own = memory.journal.filter((entry) => entry.side === side);
  const begun = new Set(own.flatMap((entry) => (entry.what === 'intent' ? [entry.step] : [])));
  const undone = undoneIn(own);
  return steps.filter((step) => begun.has(step.id) && !undone.has(step.id));
}

/** First nothing can spring and nothing is claimed any more; then what other captures of ours still need is seen, and left to them. */
async function undo(cli: Cli, plan: Plan, peer: PeerPlan, { steps, nowMs }: { steps: readonly Step[]; nowMs: number }): Promise<string> {
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

function leftBehind(plan: Plan, side: Side, error: unknown): FlaptrapError {
  const { name } = plan.peers[side];
  if (error instanceof FlaptrapError && error.code === 'left-behind') return error;
  const context = error instanceof FlaptrapError ? error.context : {};
  return new FlaptrapError('left-behind', `could not be disarmed (${error instanceof Error ? error.message : String(error)})`, {
    ...context,
    peer: name,
    next: `try again with \`flaptrap disarm ${plan.captureId}\`; the router itself removes everything at ${plan.leaseEndsAt}`,
    cause: error,
  });
}
