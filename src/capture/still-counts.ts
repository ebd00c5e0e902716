/** Whether a trap that stands behind the end of its lease still counts that lease: our clock may have been set, or nothing on the router would end it any more. */
import type { Cli } from '../device/cli.ts';
import type { Side } from '../ipsec/side.ts';
import { managedOf, type Plan } from '../playbook/plan.ts';
import { readStanding, STANDING_COMMAND } from '../playbook/standing.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { askUptime } from './gauges.ts';
import { LOOK_MS, lookOver, unknownFor } from './look.ts';
import { baselineOf } from './memory.ts';

/** What was measured before arming, in minutes, and a guard that is at work. */
const SLACK_SECONDS = 900;

/** Until its lease ends, in ms, by the clock of this machine. */
export function leftByClock(nowMs: number, { leaseEndsAt, leaseSeconds }: Plan): number {
  return Math.min(Date.parse(leaseEndsAt) - nowMs, leaseSeconds * 1000);
}

/** The same; where that is over, `againMs` as long as a router still counts: a clock that was set ahead ends no lease. */
export async function leaseLeftMs(context: CaptureContext, plan: Plan, againMs: number): Promise<number> {
  const leftMs = leftByClock(context.clock.now(), plan);
  if (leftMs > 0) return leftMs;
  return (await stillCounts(context, plan)) ? Math.min(againMs, plan.leaseSeconds * 1000) : 0;
}

/** On one router at least. */
export async function stillCounts(context: CaptureContext, plan: Plan): Promise<boolean> {
  const counts = await onBothSides((side) => countsOn(context, plan, side), managedOf(plan));
  return Object.values(counts).includes(true);
}

/** One that cannot be asked says nothing. */
async function countsOn(context: CaptureContext, plan: Plan, side: Side): Promise<boolean> {
  const work = async (cli: Cli): Promise<boolean> => {
    const { stage } = await lookOver(context, cli, plan, side);
    return (stage === 'armed' || stage === 'blind') && (await hasGuard(cli, plan)) && !(await isBeyond(cli));
  };
  /** By how long the router has run since it was armed, which no clock changes. */
  const isBeyond = async (cli: Cli): Promise<boolean> => {
    const [{ uptimeSeconds: before }, now] = [await baselineOf(context, plan, side), await askUptime(cli)];
    return before !== undefined && now !== undefined && plan.leaseSeconds > 0 && now - before > plan.leaseSeconds + SLACK_SECONDS;
  };
  return withRouter(context, side, work, { totalMs: LOOK_MS }).catch((error: unknown) => {
    unknownFor(error, ['input']);
    return false;
  });
}

async function hasGuard(cli: Cli, { captureId }: Plan): Promise<boolean> {
  const standing = readStanding(await cli.exec(STANDING_COMMAND)).find((each) => each.captureId === captureId);
  return standing !== undefined && ['LEASE', 'GUARD'].some((role) => standing.roles.includes(role));
}
