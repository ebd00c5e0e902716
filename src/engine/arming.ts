/** Arming is the act that arms both peers or neither, and can be stopped while it does. */
import { arm, wasArmed } from '../capture/arm.ts';
import { disarm } from '../capture/disarm.ts';
import { leftByClock } from '../capture/still-counts.ts';
import { type CaptureRecord, isDisarming, isRestored, sidesInDoubt } from '../capture/store.ts';
import { FlaptrapError, printError } from '../errors.ts';
import { type ActsOptions, claimed, isOfOurs } from './claimed.ts';
import { failureOf } from './failure.ts';

/** `isArmed`: it waits from now on, so long; else it is over, and `isClean` when nothing can stand on a router. */
export type ArmedOrNot = { isArmed: true; leaseLeftMs: number } | { isArmed: false; isClean: boolean; trouble: string };

/** A plan that nobody began to carry out for so long is agreed to anew, or not at all. */
const STALE_MS = 3_600_000;

export class Arming {
  readonly #options: ActsOptions;
  /** What this worker is arming now, and how that is stopped. */
  readonly #arming = new Map<string, AbortController>();

  constructor(options: ActsOptions) {
    this.#options = options;
  }

  /** Both peers, or neither. One that was interrupted is put back: nobody knows any more how long ago it was agreed to. One out of a backup may have ended since. */
  async arm(captureId: string): Promise<ArmedOrNot> {
    const { carrying, states } = this.#options;
    const record = await claimed(this.#options, captureId);
    const { plan, playbook, journal } = record;
    if (wasArmed(plan, journal) && !isDisarming(record)) return this.#waiting(record);
    if (isRestored(record)) return { isArmed: false, isClean: false, trouble: 'it is known from a backup alone: nothing is armed by it' };
    const stop = new AbortController();
    const context = carrying.contextOf(record, { stop: stop.signal, purpose: 'arm' });
    await states.write(captureId, 'arming');
    const isInterrupted = journal.length > 0;
    if (!isInterrupted && leftByClock(carrying.clock.now(), plan) < plan.leaseSeconds * 1000 - STALE_MS)
      return { isArmed: false, isClean: true, trouble: 'nothing was armed: too long ago it was agreed to' };
    this.#arming.set(captureId, stop);
    if ((await states.read(captureId))?.stop !== undefined) stop.abort();
    try {
      if (!isInterrupted) await arm(context, plan, playbook);
      else if (sidesInDoubt(record).length > 0) await disarm(context, plan);
    } catch (error) {
      const { code, context: why } = isOfOurs(error);
      // What is left is undone next: what is told then is why nothing was armed.
      const cause = code === 'left-behind' && why.cause instanceof FlaptrapError ? why.cause : isOfOurs(error);
      await states.write(captureId, 'arming', { failure: failureOf(cause) });
      return { isArmed: false, isClean: code !== 'left-behind', trouble: printError(isOfOurs(error)) };
    } finally {
      this.#arming.delete(captureId);
    }
    if (isInterrupted) return { isArmed: false, isClean: true, trouble: 'arming was interrupted: both routers were put back as they were' };
    return this.#waiting(record);
  }

  /** What is being armed here is put back at once. */
  stop(captureId: string): void {
    this.#arming.get(captureId)?.abort();
  }

  async #waiting(record: CaptureRecord): Promise<ArmedOrNot> {
    const { carrying, states } = this.#options;
    const nowMs = carrying.clock.now();
    await states.write(record.captureId, 'waiting', { failure: null, armedAt: new Date(nowMs).toISOString() });
    return { isArmed: true, leaseLeftMs: Math.max(0, leftByClock(nowMs, record.plan)) };
  }
}
