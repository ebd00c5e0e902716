/** Freezing brings both routers to the end of their recording: the one that has sprung finishes, the other is called. */
import { FlaptrapError } from '../errors.ts';
import type { FileEntry } from '../ios/directory.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import { runOf } from './act.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, noteOrSay } from './context.ts';
import { KeptSession } from './kept-session.ts';
import { isLeaving, LOOK_MS, lookKept } from './look.ts';
import type { PeerStage } from './sight.ts';

/** A freezing router is asked more often than an armed one, but not without a pause. */
const POLL_SECONDS_MAX = 5;
/** What a busy router takes beside the applet's own limit. [B] */
const MARGIN_SECONDS = 30;

/** A freeze that has written its records and writes nothing more for so long has no room for its marker. [L] */
const STILL_MS = 30_000;

/**
 * Each router by itself; ends when both are frozen, when one that was freezing has no room for its marker, or when the time that a freeze takes at
 * most has gone twice. A stop does not cut it short: an applet that runs goes on writing on the router, whether we look or not. [L] eem.md 10.16
 */
export async function freezeBoth(
  context: CaptureContext,
  plan: Plan,
  isCalling: boolean,
  pollSeconds = POLL_SECONDS_MAX,
): Promise<Record<Side, PeerStage>> {
  const pauseMs = Math.min(pollSeconds, POLL_SECONDS_MAX) * 1000;
  const deadlineMs = context.clock.monotonic() + 2 * plan.freezeSeconds * 1000;
  return onBothSides((side) => freezePeer({ context, plan, isCalling, pauseMs, deadlineMs }, side));
}

interface Freezing {
  context: CaptureContext;
  plan: Plan;
  isCalling: boolean;
  pauseMs: number;
  deadlineMs: number;
}

/** Over one session: a login for each look would write into the very log that is being saved. */
async function freezePeer({ context, plan, isCalling, pauseMs, deadlineMs }: Freezing, side: Side): Promise<PeerStage> {
  if (plan.peers[side].foreign !== undefined) return 'foreign';
  await using session = new KeptSession(context, side);
  const hasStalled = stallOf(context, plan, session);
  let isCalled = false;
  for (;;) {
    const { stage, files } = await lookKept(context, plan, side, session);
    const isWaiting = stage === 'armed' || stage === 'blind';
    const isHopeless = stage === 'gone' || stage === 'foreign' || stage === 'reloaded' || (isWaiting && !isCalling);
    if (stage === 'frozen' || isHopeless || context.clock.monotonic() >= deadlineMs) return stage;
    // The marker may have been written between the look and the question.
    if (stage === 'freezing' && (await hasStalled(files))) return (await lookKept(context, plan, side, session)).stage;
    if (isWaiting && !isCalled) isCalled = await call(context, plan, side, session);
    else await context.clock.sleep(pauseMs);
  }
}

/** Told of its files at each look: whether a freeze is over without its marker, which a flash that has filled up does not take. */
function stallOf({ clock }: CaptureContext, plan: Plan, session: KeptSession): (files: readonly FileEntry[]) => Promise<boolean> {
  let [shown, sinceMs] = ['', clock.monotonic()];
  return async (files) => {
    const now = files.map(({ name, sizeBytes }) => `${name} ${sizeBytes}`).join();
    if (now !== shown) [shown, sinceMs] = [now, clock.monotonic()];
    if (clock.monotonic() - sinceMs < STILL_MS) return false;
    sinceMs = clock.monotonic();
    // Why a router could not be asked the next look says.
    return session.ask((cli) => isLeaving(cli, plan), { totalMs: LOOK_MS }).catch(() => false);
  };
}

/** Whether the command comes back at once or when the applet has ended is not known for every release [U]: both are right here. */
async function call(context: CaptureContext, plan: Plan, side: Side, session: KeptSession): Promise<boolean> {
  const { callApplet, name } = plan.peers[side];
  const idleMs = (plan.freezeSeconds + MARGIN_SECONDS) * 1000;
  try {
    context.say({ side, text: `telling ${name} to save its recording too` });
    await noteOrSay(context, plan.captureId, { side, step: callApplet, what: 'called' });
    await session.askOnce((cli) => cli.exec(runOf(callApplet), { idleMs }), { totalMs: 2 * idleMs });
    return true;
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    context.say({ side, text: `${name} could not be told to save its recording: ${error.message}; trying again` });
    await context.clock.sleep(POLL_SECONDS_MAX * 1000);
    return false;
  }
}

/** What is frozen or being frozen somewhere: evidence that has to come home. */
export function hasSprung(stages: Record<Side, PeerStage>): boolean {
  return SIDES.some((side) => stages[side] === 'freezing' || stages[side] === 'frozen');
}
