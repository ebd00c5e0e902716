/** Disarming undoes what the plan did, in reverse, and then asks the router itself whether anything of ours is left. */
import { FlaptrapError, messageOf } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf, type Plan, type Step } from '../playbook/plan.ts';
import { isUndoLine } from '../playbook/undo-lines.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, noteOrSay, withRouter } from './context.ts';
import { askOthers, halfTaken, outlast } from './half-typed.ts';
import { undoneIn } from './memory.ts';
import { saveLastLog } from './old-log.ts';
import { askSaved, newsOfSaved, saySaved } from './saved.ts';
import { type CaptureRecord, isRestored, sidesInDoubt } from './store.ts';
import { undo } from './undo-steps.ts';

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
      if (attempt === RETRY_SECONDS.length - 1 || !mayPass(error)) throw leftBehind(plan, side, error);
    }
  }
}

/** A secret that is not there, and a capture that is another worker's by now, are so a second later too. */
function mayPass(error: unknown): boolean {
  return !(error instanceof FlaptrapError) || (error.code !== 'input' && error.code !== 'fenced');
}

/** Gives what is kept for others. */
async function disarmOnce(context: CaptureContext, plan: Plan, side: Side, { memory, isUnsaved, isAnswered }: Disarming): Promise<string> {
  const peer = plan.peers[side];
  const cut = isAnswered ? [] : halfTaken(plan, side, memory?.journal ?? []);
  let steps = begunSteps(plan, side, memory);
  let left: string | undefined;
  let saved: string[] | undefined;
  await outlast(context, side, peer.name, () =>
    withRouter(
      context,
      side,
      async (cli) => {
        const others = cut.length > 0 ? await askOthers(cli) : [];
        if (isUnsaved && left === undefined && steps.some(({ kind }) => kind === 'logging')) await saveLastLog(context, cli, plan, side);
        left = `${left ?? ''}${await undo(cli, plan, peer, { steps, nowMs: context.clock.now() })}`;
        saved = await askSaved(cli);
        // What was given back once may be somebody else's by the next time.
        steps = steps.filter((step) => step.kind === 'applet' || cut.includes(step));
        return others;
      },
      { totalMs: DISARM_MS },
    ),
  );
  const news = newsOfSaved(memory?.journal ?? [], side, plan.captureId, saved);
  if (news !== undefined) await noteOrSay(context, plan.captureId, news);
  return `${left ?? ''}${saved?.includes(plan.captureId) === true ? `; ${saySaved([plan.captureId])}` : ''}`;
}

/** Only what was begun is undone, and once: a step that never started, or was taken back while armed, may stand there by someone else's hand. */
function begunSteps(plan: Plan, side: Side, memory: CaptureRecord | undefined): Step[] {
  const { steps } = plan.peers[side];
  // A line that cannot be read, or was written behind the backup that this record is from, may have been the one that said so.
  if (memory === undefined || memory.damage.length > 0 || isRestored(memory)) return steps;
  const own = memory.journal.filter((entry) => entry.side === side);
  const begun = new Set(own.flatMap((entry) => (entry.what === 'intent' ? [entry.step] : [])));
  const undone = undoneIn(own);
  return steps.filter((step) => begun.has(step.id) && !undone.has(step.id));
}

/** What another worker disarms is not left by anybody. */
function leftBehind(plan: Plan, side: Side, error: unknown): FlaptrapError {
  const { name } = plan.peers[side];
  if (error instanceof FlaptrapError && (error.code === 'left-behind' || error.code === 'fenced')) return error;
  const context = error instanceof FlaptrapError ? error.context : {};
  return new FlaptrapError('left-behind', `could not be disarmed (${messageOf(error)})`, {
    ...context,
    peer: name,
    next: `try again with \`flaptrap disarm ${plan.captureId}\`; the router itself removes everything at ${plan.leaseEndsAt}`,
    cause: error,
  });
}
