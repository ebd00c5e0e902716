/** Disarming undoes what the plan did, in reverse, and then asks the router itself whether anything of ours is left. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { DEBUGS } from '../ios/debugs.ts';
import { readLoggingLine } from '../ios/logging.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { isApplet, isShared, type LoggingStep, type PeerPlan, type Plan, type SharedStep, type Step } from '../playbook/plan.ts';
import { heldMarks, readStanding, STANDING_COMMAND, type StandingCapture, sayStanding } from '../playbook/standing.ts';
import { bufferLine } from '../playbook/steps.ts';
import { isUndoLine } from '../playbook/undo-lines.ts';
import { perform } from './act.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, noteOrSay, withRouter } from './context.ts';
import { undoneIn } from './memory.ts';
import { askResidue, printResidue, type Residue } from './residue.ts';
import { type CaptureRecord, sidesInDoubt } from './store.ts';

export const BUFFER_COMMAND = 'show running-config | include ^logging buffered';
/** A router that does not answer is tried again after these waits; then its guard is what remains. */
const RETRY_SECONDS = [0, 2, 5] as const;
/** Longer than undoing takes on a slow line. [B] */
const DISARM_MS = 300_000;

/** Disarms every peer on which something may stand; one peer's failure does not spare the other. */
export async function disarm(context: CaptureContext, plan: Plan): Promise<void> {
  requireUndoable(plan);
  const memory = recall(context, plan);
  await onBothSides((side) => disarmPeer(context, plan, side, memory), memory === undefined ? SIDES : sidesInDoubt(memory));
}

/** What was written down of it; undefined when that cannot be read any more, and each step of both routers may have been taken. */
function recall({ store, say }: CaptureContext, { captureId }: Plan): CaptureRecord | undefined {
  const why = `the record of capture ${captureId} can no longer be read: undoing every step of its plan`;
  try {
    const record = store.read(captureId);
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
  const acts = SIDES.flatMap((side) => plan.peers[side].steps.map(({ undo }) => undo));
  const strange = acts.flatMap(({ mode, lines }) => lines.filter((line) => !isUndoLine(mode, line)));
  if (strange.length === 0) return;
  throw new FlaptrapError('input', `the plan of capture ${plan.captureId} would undo what flaptrap never does; nothing was typed`, {
    tried: strange.join('\n'),
    next: 'somebody has changed the plan: `flaptrap sweep PLAYBOOK` clears the routers without it',
  });
}

async function disarmPeer(context: CaptureContext, plan: Plan, side: Side, memory: CaptureRecord | undefined): Promise<void> {
  const steps = begunSteps(plan, side, memory);
  noteOrSay(context, plan.captureId, { side, step: 'all', what: 'disarming' });
  for (const [attempt, seconds] of RETRY_SECONDS.entries()) {
    await context.clock.sleep(seconds * 1000);
    try {
      const act = (cli: Cli) => undo(cli, plan, plan.peers[side], { steps, nowMs: context.clock.now() });
      const left = await withRouter(context, side, act, { totalMs: DISARM_MS });
      noteOrSay(context, plan.captureId, { side, step: 'all', what: 'disarmed' });
      context.say({ side, text: `disarmed: no applet, debug or condition of ours is left${left}` });
      return;
    } catch (error) {
      if (attempt === RETRY_SECONDS.length - 1) throw leftBehind(plan, side, error);
    }
  }
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
  const isFirst = (step: Step): boolean => isApplet(step, 'WATCH', 'REC');
  for (const step of steps.toReversed().filter(isFirst)) await undoStep(cli, step);
  const others = readStanding(await cli.exec(STANDING_COMMAND)).filter(({ captureId }) => captureId !== plan.captureId);
  const marks = heldMarks(others, nowMs);
  const isHeld = (step: Step): step is SharedStep => isShared(step) && marks.includes(step.mark);
  const isLeft = (step: Step): boolean => isHeld(step) || (step.kind === 'logging' && others.length > 0);
  for (const step of steps.toReversed()) if (!isFirst(step) && !isLeft(step)) await undoStep(cli, step);
  const own = steps.filter((step) => !isHeld(step));
  requireGone(peer, ownOf(await askResidue(cli, peer.platform, plan.captureId), own));
  return sayLeft(steps.filter(isHeld), others, nowMs);
}

/** Whoever reads it can see whether those captures are theirs: anybody who configures the router can set such an applet. */
function sayLeft(shared: readonly SharedStep[], others: readonly StandingCapture[], nowMs: number): string {
  const marks = shared.map(({ mark }) => mark);
  const holders = others.filter((other) => heldMarks([other], nowMs).some((mark) => marks.includes(mark)));
  return shared.length === 0
    ? ''
    : `; for ${holders.map(sayStanding).join(' and ')} stays: ${shared.flatMap(({ lines }) => lines).join(', ')}`;
}

function requireGone(peer: PeerPlan, residue: Residue): void {
  const standing = printResidue(residue);
  if (standing.length === 0) return;
  throw new FlaptrapError('left-behind', `${standing.length} of our changes still stand after disarming`, {
    peer: peer.name,
    tried: 'undo each step, then read the router',
    answer: standing.join('\n'),
    next: 'run `flaptrap sweep`, or remove them by hand',
  });
}

/** What others have begun to debug in the meantime is theirs; files are removed later, when they are safe at home. */
function ownOf(residue: Residue, steps: readonly Step[]): Residue {
  const shown = steps.flatMap((step): readonly RegExp[] => (step.kind === 'debug' ? DEBUGS[step.family].shown : []));
  return {
    applets: residue.applets,
    debugs: residue.debugs.filter((line) => shown.some((pattern) => pattern.test(line))),
    conditions: residue.conditions.filter((address) => steps.some((step) => step.kind === 'condition' && step.remote === address)),
    files: [],
  };
}

/** A refused undo is no failure yet: the guard may have been faster. What counts is what the router holds afterwards. */
async function undoStep(cli: Cli, step: Step): Promise<void> {
  if (step.kind === 'logging' && !(await isStillOurs(cli, step))) return;
  try {
    await perform(cli, step.undo);
  } catch (error) {
    if (!(error instanceof FlaptrapError) || !['refused', 'not-authorized'].includes(error.code)) throw error;
  }
}

/** The logging buffer is put back only when nobody has changed it since. */
async function isStillOurs(cli: Cli, { bufferBytes }: LoggingStep): Promise<boolean> {
  const line = readLoggingLine(await cli.exec(BUFFER_COMMAND));
  // Another capture of ours had made it so.
  if (bufferBytes === null) return true;
  const ours = bufferLine(bufferBytes);
  // The configuration leaves out the level when it is the default, debugging. [L]
  return line === ours || line === ours.replace(/ debugging$/, '');
}

function leftBehind(plan: Plan, side: Side, error: unknown): FlaptrapError {
  const { name } = plan.peers[side];
  if (error instanceof FlaptrapError && error.code === 'left-behind') return error;
  const context = error instanceof FlaptrapError ? error.context : {};
  return new FlaptrapError('left-behind', `could not be disarmed (${error instanceof Error ? error.message : String(error)})`, {
    ...context,
    peer: name,
    next: `the guard on the router removes everything at ${plan.leaseEndsAt}; \`flaptrap disarm ${plan.captureId}\` tries again`,
    cause: error,
  });
}
