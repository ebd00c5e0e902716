/** Freezing brings both routers to the end of their recording: the one that has sprung finishes, the other is called. */

import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { askStages, type PeerStage } from './wait.ts';

/** A freezing router is asked more often than an armed one, but not without a pause. */
const POLL_SECONDS_MAX = 5;

/** Ends when both are frozen, or when the time that a freeze takes at most has gone twice. */
export async function freezeBoth(
  context: CaptureContext,
  plan: Plan,
  isCalling: boolean,
  pollSeconds = POLL_SECONDS_MAX,
): Promise<Record<Side, PeerStage>> {
  const deadlineMs = context.clock.now() + 2 * plan.freezeSeconds * 1000;
  const called = new Set<Side>();
  const pauseMs = Math.min(pollSeconds, POLL_SECONDS_MAX) * 1000;
  for (;;) {
    const stages = await askStages(context, plan);
    const waiting = SIDES.filter((side) => stages[side] !== 'frozen');
    if (waiting.length === 0 || context.clock.now() >= deadlineMs || context.stop.aborted) return stages;
    const uncalled = waiting.filter((side) => isCalling && stages[side] === 'armed' && !called.has(side));
    await Promise.all(uncalled.map((side) => call(context, plan, side, called)));
    if (!isCalling && SIDES.every((side) => stages[side] !== 'freezing')) return stages;
    if (uncalled.length === 0) await context.clock.sleep(pauseMs, context.stop);
  }
}

/** Whether the command comes back at once or when the applet has ended is not known for every release [U]: both are right here. */
async function call(context: CaptureContext, plan: Plan, side: Side, called: Set<Side>): Promise<void> {
  const { callApplet, name } = plan.peers[side];
  try {
    context.say({ side, text: `calling ${name}: its recording freezes too` });
    const idleMs = (plan.freezeSeconds + 30) * 1000;
    await withRouter(context, side, (cli) => cli.exec(`event manager run ${callApplet}`, { idleMs }));
    called.add(side);
    context.store.note(plan.captureId, { at: new Date(context.clock.now()).toISOString(), side, step: callApplet, what: 'called' });
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    context.say({ side, text: `${name} could not be called: ${error.message}; trying again` });
    await context.clock.sleep(POLL_SECONDS_MAX * 1000, context.stop);
  }
}
