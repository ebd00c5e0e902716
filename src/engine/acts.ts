/** Acts are the steps of a capture that the engine repeats until they are done: each finds out first how far the one before it came, and gives plain JSON. */
import { lookAtBoth } from '../capture/look.ts';
import { setLease } from '../capture/set-lease.ts';
import type { Ending } from '../capture/wait.ts';
import { printError } from '../errors.ts';
import { SIDES } from '../ipsec/side.ts';
import { type ArmedOrNot, Arming } from './arming.ts';
import { type ActsOptions, claimed, hold, isOfOurs, leftByClock, NEVER } from './claimed.ts';
import { type Finished, finish, giveUp, next } from './ending.ts';

/** Between two looks whether the routers still count. */
const STEP_MS = 600_000;

export class Acts {
  readonly #options: ActsOptions;
  readonly #arming: Arming;

  constructor(options: ActsOptions) {
    this.#options = options;
    this.#arming = new Arming(options);
  }

  hold(captureId: string): Promise<void> {
    return hold(this.#options, captureId);
  }

  arm(captureId: string): Promise<ArmedOrNot> {
    return this.#arming.arm(captureId);
  }

  stopArming(captureId: string): void {
    this.#arming.stop(captureId);
  }

  /** How long its lease still lasts, counted by the clock of this machine; by that of the routers where that says it is over. */
  async leaseLeftMs(captureId: string): Promise<number> {
    const { carrying } = this.#options;
    const record = await claimed(this.#options, captureId);
    const leftMs = leftByClock(this.#options, record);
    if (leftMs > 0) return leftMs;
    const looks = await lookAtBoth(carrying.contextOf(record, { stop: NEVER, purpose: 'look' }), record.plan);
    const stands = SIDES.some((side) => looks[side].stage === 'armed' || looks[side].stage === 'blind');
    // A clock that was set ahead ends no lease: the routers count theirs.
    return stands ? Math.min(STEP_MS, record.plan.leaseSeconds * 1000) : 0;
  }

  /** Gives how long it lasts now; what a router refuses leaves it as it was, and is written down. */
  async setLease(captureId: string, leaseEndsAt: string): Promise<number> {
    const { carrying, states } = this.#options;
    const record = await claimed(this.#options, captureId);
    const refused = await setLease(carrying.contextOf(record, { stop: NEVER, purpose: 'arm' }), record.plan, leaseEndsAt).then(
      () => null,
      (error: unknown) => printError(isOfOurs(error)),
    );
    if (refused === null) await states.setLeaseEnd(captureId, leaseEndsAt);
    await states.write(captureId, 'waiting', { lease: { asked: leaseEndsAt, refused } });
    return Math.max(1, leftByClock(this.#options, await carrying.recordOf(captureId)));
  }

  finish(captureId: string, ending: Ending): Promise<Finished> {
    return finish(this.#options, captureId, ending);
  }

  giveUp(captureId: string, ending: string, trouble: string | null): Promise<void> {
    return giveUp(this.#options, captureId, ending, trouble);
  }

  next(captureId: string): Promise<string | null> {
    return next(this.#options, captureId);
  }
}
