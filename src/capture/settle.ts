/** Settling makes the router the lock of a tunnel: of two runs that see each other's guard the one with the lowest capture id stays, the other withdraws. */
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { endsOfPlan, managedOf, type Plan, sayRouters } from '../playbook/plan.ts';
import { readStanding, STANDING_COMMAND, type StandingCapture, sayStanding } from '../playbook/standing.ts';
import { rivalsOf } from '../playbook/warnings.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, withRouter } from './context.ts';

/** How long the one that stays waits for the other to go; that one may have been killed meanwhile. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 1000;

/**
 * Our guard stands on both routers. Each run sets its guards first and looks afterwards, so at least one of two sees the other: it goes on only
 * when it is alone. One that has begun to set more than its guard was alone when it looked: it stays, whatever its id.
 */
export async function settle(context: CaptureContext, plan: Plan): Promise<void> {
  const untilMs = context.clock.monotonic() + PATIENCE_MS;
  for (;;) {
    const seen = await onBothSides((side) => askRivals(context, plan, side), managedOf(plan));
    const rivals = Object.values(seen).flat();
    const stays = rivals.find((rival) => isSettled(rival) || rival.captureId < plan.captureId);
    const [first] = rivals;
    if (first === undefined) return;
    if (context.stop.aborted) throw new FlaptrapError('stopped', `stopped while arming; ${sayRouters(plan).asBefore}`);
    if (stays !== undefined || context.clock.monotonic() >= untilMs) throw held(stays ?? first);
    context.say({ text: `${sayStanding(first)} is being armed at the same time and is giving way: waiting for it` });
    await context.clock.sleep(PAUSE_MS, context.stop);
  }
}

async function askRivals(context: CaptureContext, plan: Plan, side: Side): Promise<StandingCapture[]> {
  const standing = await withRouter(context, side, async (cli) => readStanding(await cli.exec(STANDING_COMMAND)));
  return rivalsOf(standing, endsOfPlan(plan, side)).filter(({ captureId }) => captureId !== plan.captureId);
}

function isSettled({ roles }: StandingCapture): boolean {
  return roles.some((role) => role !== 'GUARD');
}

function held(rival: StandingCapture): FlaptrapError {
  return new FlaptrapError('preflight', `another run is already on this tunnel: ${sayStanding(rival)}`, {
    next: `wait for it, or end it with \`flaptrap disarm ${rival.captureId}\`; what this run had armed was removed`,
  });
}
