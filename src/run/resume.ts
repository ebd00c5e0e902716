/** Resuming goes on with a capture whose process has ended: it waits on, brings home what has sprung, or puts back what was half armed. */
import { wasArmed } from '../capture/arm.ts';
import { type Captured, watchTunnel } from '../capture/capture-tunnel.ts';
import { disarm } from '../capture/disarm.ts';
import { lookAtBoth } from '../capture/look.ts';
import { leaseLeftMs, leftByClock } from '../capture/still-counts.ts';
import { type CaptureRecord, isDisarming, sidesInDoubt } from '../capture/store.ts';
import { type Plan, sayRouters } from '../playbook/plan.ts';
import type { RunContext } from './context.ts';
import { type Ended, endCapture } from './keep.ts';

/** Goes on from what the journal says; `out` is the folder in which bundles are written. */
export async function resumeCapture(context: RunContext, record: CaptureRecord, out: string): Promise<Ended> {
  using _claim = await context.store.claim(record.captureId);
  return endCapture(context, record.plan, await goOn(context, record), out);
}

async function goOn(context: RunContext, record: CaptureRecord): Promise<Captured> {
  const { plan, playbook, journal } = record;
  // Throws what is wrong with our own input before anything is undone.
  await lookAtBoth(context, plan);
  if (wasArmed(plan, journal) && !isDisarming(record)) return watchTunnel(context, plan, playbook, await leaseLeft(context, plan));
  const isOpen = sidesInDoubt(record).length > 0;
  context.say({ text: sayWhy(plan, isOpen, isDisarming(record)) });
  if (isOpen) await disarm(context, plan);
  return { ending: 'put-back' };
}

function sayWhy(plan: Plan, isOpen: boolean, isBegun: boolean): string {
  if (!isOpen) return 'it is already disarmed: looking for evidence that was not fetched';
  return isBegun ? 'disarming was interrupted: finishing it' : `arming was interrupted: undoing everything on ${sayRouters(plan).all}`;
}

/** Nobody looks again: it is waited for as long as the routers may count. */
async function leaseLeft(context: RunContext, plan: Plan): Promise<number> {
  const leftMs = await leaseLeftMs(context, plan, Number.POSITIVE_INFINITY);
  if (leftMs > 0 && leftByClock(context.clock.now(), plan) <= 0)
    context.say({ text: 'by the clock of this machine the lease is over, but the routers are still armed: waiting until they end it' });
  return leftMs;
}
