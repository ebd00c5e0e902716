/** The lease of a capture that waits: how much of it is left, and a new end of it on both routers. */
import { lookAtBoth } from '../capture/look.ts';
import { setLease } from '../capture/set-lease.ts';
import { printError } from '../errors.ts';
import { SIDES } from '../ipsec/side.ts';
import { type ActsOptions, claimed, isOfOurs, leftByClock, NEVER } from './claimed.ts';

/** Between two looks whether the routers still count. */
const STEP_MS = 600_000;

/** How long it still lasts, counted by the clock of this machine; by that of the routers where that says it is over. */
export async function leaseLeftMs(options: ActsOptions, captureId: string): Promise<number> {
  const record = await claimed(options, captureId);
  const leftMs = leftByClock(options, record);
  if (leftMs > 0) return leftMs;
  const looks = await lookAtBoth(options.carrying.contextOf(record, { stop: NEVER, purpose: 'look' }), record.plan);
  const stands = SIDES.some((side) => looks[side].stage === 'armed' || looks[side].stage === 'blind');
  // A clock that was set ahead ends no lease: the routers count theirs.
  return stands ? Math.min(STEP_MS, record.plan.leaseSeconds * 1000) : 0;
}

/** Gives how long it lasts now; what a router refuses leaves it as it was, and is written down. */
export async function changeLease(options: ActsOptions, captureId: string, leaseEndsAt: string): Promise<number> {
  const { carrying, states } = options;
  const record = await claimed(options, captureId);
  const refused = await setLease(carrying.contextOf(record, { stop: NEVER, purpose: 'arm' }), record.plan, leaseEndsAt).then(
    () => null,
    (error: unknown) => printError(isOfOurs(error)),
  );
  if (refused === null) await states.setLeaseEnd(captureId, leaseEndsAt);
  await states.write(captureId, 'waiting', { lease: { asked: leaseEndsAt, refused } });
  return Math.max(1, leftByClock(options, await carrying.recordOf(captureId)));
}
