/** Acts are the steps of a capture that the engine repeats until they are done: each finds out first how far the one before it came, and gives plain JSON. */
import { arm, wasArmed } from '../capture/arm.ts';
import { type Captured, finishTunnel } from '../capture/capture-tunnel.ts';
import { disarm } from '../capture/disarm.ts';
import { lookAtBoth } from '../capture/look.ts';
import { setLease } from '../capture/set-lease.ts';
import { type CaptureRecord, sidesInDoubt } from '../capture/store.ts';
import type { Heard } from '../capture/unsprung.ts';
import type { Ending } from '../capture/wait.ts';
import { FlaptrapError, printError } from '../errors.ts';
import { SIDES } from '../ipsec/side.ts';
import { agreedPlan } from '../run/agree.ts';
import type { RunContext } from '../run/context.ts';
import { sayFirst } from '../run/first-sentence.ts';
import { endCapture, isCaptured } from '../run/keep.ts';
import type { News } from '../run/ports.ts';
import type { Carrying } from './carrying.ts';
import type { CaptureState } from './engine.ts';
import { failureOf } from './failure.ts';
import { writePhases } from './phases.ts';
import { firstProgress, type States } from './states.ts';

/** `isArmed`: it waits from now on, so long; else it is over, and `isClean` when nothing can stand on a router. */
export type ArmedOrNot = { isArmed: true; leaseLeftMs: number } | { isArmed: false; isClean: boolean; trouble: string };

export type Finished = { isDone: true; isCaptured: boolean } | { isDone: false; trouble: string };

export interface ActsOptions {
  carrying: Carrying;
  states: States;
  /** The folder in which bundles and reports are written. */
  out: string;
}

const NEVER = new AbortController().signal;
const AT_ONCE = AbortSignal.abort();

export class Acts {
  readonly #options: ActsOptions;
  /** What this worker is arming now, and how that is stopped. */
  readonly #arming = new Map<string, AbortController>();

  constructor(options: ActsOptions) {
    this.#options = options;
  }

  /** From now on this worker writes of it. Throws while its holder lives. */
  async hold(captureId: string): Promise<void> {
    using _claim = await this.#options.carrying.store.claim(captureId);
  }

  /** Both peers, or neither. One that was interrupted is put back: nobody knows any more how long ago it was agreed to. */
  async arm(captureId: string): Promise<ArmedOrNot> {
    const { carrying, states } = this.#options;
    const record = await this.#claimed(captureId);
    const { plan, playbook, journal } = record;
    if (wasArmed(plan, journal) && !isDisarming(record)) return this.#waiting(record);
    const stop = new AbortController();
    const context = carrying.contextOf(record, { stop: stop.signal, purpose: 'arm' });
    await states.write(captureId, 'arming');
    const isInterrupted = journal.length > 0;
    if (!isInterrupted && this.#byClock(record) < plan.leaseSeconds * 1000 - STALE_MS)
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
  stopArming(captureId: string): void {
    this.#arming.get(captureId)?.abort();
  }

  /** How long its lease still lasts, counted by the clock of this machine; by that of the routers where that says it is over. */
  async leaseLeftMs(captureId: string): Promise<number> {
    const { carrying } = this.#options;
    const record = await this.#claimed(captureId);
    const leftMs = this.#byClock(record);
    if (leftMs > 0) return leftMs;
    const looks = await lookAtBoth(carrying.contextOf(record, { stop: NEVER, purpose: 'look' }), record.plan);
    const stands = SIDES.some((side) => looks[side].stage === 'armed' || looks[side].stage === 'blind');
    // A clock that was set ahead ends no lease: the routers count theirs.
    return stands ? Math.min(STEP_MS, record.plan.leaseSeconds * 1000) : 0;
  }

  /** Gives how long it lasts now; what a router refuses leaves it as it was, and is written down. */
  async setLease(captureId: string, leaseEndsAt: string): Promise<number> {
    const { carrying, states } = this.#options;
    const record = await this.#claimed(captureId);
    const refused = await setLease(carrying.contextOf(record, { stop: NEVER, purpose: 'arm' }), record.plan, leaseEndsAt).then(
      () => null,
      (error: unknown) => printError(isOfOurs(error)),
    );
    if (refused === null) await states.setLeaseEnd(captureId, leaseEndsAt);
    await this.#write(captureId, 'waiting', { lease: { asked: leaseEndsAt, refused } });
    return Math.max(1, this.#byClock(await carrying.recordOf(captureId)));
  }

  /** Brings home what has sprung, disarms both, keeps and judges; again, where it was interrupted. */
  async finish(captureId: string, ending: Ending): Promise<Finished> {
    const { carrying, states, out } = this.#options;
    const record = await this.#claimed(captureId);
    const state = await states.read(captureId);
    const bundles = state?.bundles ?? [];
    const phases = writePhases((phase) => this.#write(captureId, phase));
    const isSpringing = ending === 'sprung' || ending === 'reloaded';
    const hear = (news: News): void => {
      if (news.about === 'bundle') bundles.push(bundleOf(news, carrying.clock.now()));
      if (news.about === 'work' && news.work.what !== 'done') phases.reach(news.work.what === 'fetching' ? 'fetching' : 'judging');
    };
    const context = carrying.contextOf(record, {
      stop: ending === 'stopped' ? AT_ONCE : NEVER,
      purpose: isSpringing ? 'freeze' : 'disarm',
      hear,
    });
    phases.reach(isSpringing ? 'freezing' : 'disarming');
    try {
      const captured = await this.#broughtHome(context, record, ending, state?.awaited, () => phases.reach('disarming'));
      const ended = await endCapture(context, record.plan, captured, out, state?.stop?.keepsFiles);
      // Why it was never armed stays told.
      const failure = state?.armedAt === null ? state.failure : null;
      await phases.written();
      await this.#write(captureId, 'ended', {
        bundles,
        outcome: ended,
        ending: ended.text,
        trouble: failure?.message ?? null,
        failure: failure ?? null,
      });
      return { isDone: true, isCaptured: isCaptured(ended) };
    } catch (error) {
      const failure = isOfOurs(error);
      const trouble = printError(failure);
      await phases.written();
      // Both are disarmed, and nothing is to be tried again: it is only told.
      if (failure.code === 'no-capture') {
        await this.#write(captureId, 'ended', { bundles, ending: failure.message, trouble, failure: failureOf(failure) });
        return { isDone: true, isCaptured: false };
      }
      await this.#write(captureId, 'disarming', { bundles, trouble, failure: failureOf(failure), tries: (state?.tries ?? 0) + 1 });
      return { isDone: false, trouble };
    }
  }

  /** It is over, and nothing more is tried by itself. */
  async giveUp(captureId: string, ending: string, trouble: string | null): Promise<void> {
    await this.#claimed(captureId);
    await this.#write(captureId, 'ended', { ending, trouble });
  }

  /** The next capture of the same order, by the plan that was agreed to; null where the budget is spent, or the routers have changed. */
  async next(captureId: string): Promise<string | null> {
    const record = await this.#claimed(captureId);
    const next = await this.#next(record);
    await this.#write(captureId, 'ended', { next });
    return next;
  }

  async #next(record: CaptureRecord): Promise<string | null> {
    const { carrying, states } = this.#options;
    const { captureId } = record;
    const state = await states.read(captureId);
    if (state === undefined || state.capturesLeft <= 1 || state.stop !== undefined) return null;
    try {
      const context = carrying.contextOf(record, { stop: NEVER, purpose: 'ask', nonce: `after ${captureId}` });
      const plan = await agreedPlan(context, { digest: record.plan.digest });
      await carrying.store.open(plan, record.playbook);
      const first = firstProgress({ plan, playbook: record.playbook, operator: '', watch: state.watch });
      await states.begin(plan.captureId, { ...first, capturesLeft: state.capturesLeft - 1 });
      context.tell({ about: 'next-capture', capturesLeft: state.capturesLeft - 1, captureId: plan.captureId });
      return plan.captureId;
    } catch (error) {
      carrying.say(captureId, `not armed again: ${isOfOurs(error).message}`);
      return null;
    }
  }

  async #claimed(captureId: string): Promise<CaptureRecord> {
    await this.hold(captureId);
    return this.#options.carrying.recordOf(captureId);
  }

  async #waiting(record: CaptureRecord): Promise<ArmedOrNot> {
    const leaseLeftMs = Math.max(0, this.#byClock(record));
    await this.#write(record.captureId, 'waiting', { failure: null, armedAt: new Date(this.#options.carrying.clock.now()).toISOString() });
    return { isArmed: true, leaseLeftMs };
  }

  #byClock({ plan }: CaptureRecord): number {
    const leftMs = Date.parse(plan.leaseEndsAt) - this.#options.carrying.clock.now();
    return Math.min(leftMs, plan.leaseSeconds * 1000);
  }

  /** What was already being disarmed is only disarmed to the end: its files tell whether anything is to be fetched. */
  async #broughtHome(
    context: RunContext,
    record: CaptureRecord,
    ending: Ending,
    counted: Heard | undefined,
    onHome: () => void,
  ): Promise<Captured> {
    if (!isDisarming(record)) return finishTunnel(context, record.plan, record.playbook, { ending, counted, onHome });
    if (sidesInDoubt(record).length > 0) await disarm(context, record.plan);
    return { ending };
  }

  #write(...change: Parameters<States['write']>): Promise<void> {
    return this.#options.states.write(...change);
  }
}

function bundleOf({ folder, judged: { verdict } }: Extract<News, { about: 'bundle' }>, nowMs: number): CaptureState['bundles'][number] {
  return { folder, at: new Date(nowMs).toISOString(), incidents: verdict.incidents.length, sentence: sayFirst(verdict) };
}

/** A plan that nobody began to carry out for so long is agreed to anew, or not at all. */
const STALE_MS = 3_600_000;
/** Between two looks whether the routers still count. */
const STEP_MS = 600_000;

function isDisarming({ journal }: CaptureRecord): boolean {
  return journal.some(({ what }) => what === 'disarming');
}

/** What is another worker's now, and what is a fault of ours, is nothing that an act can say of its capture. */
function isOfOurs(error: unknown): FlaptrapError {
  if (!(error instanceof FlaptrapError) || error.code === 'fenced') throw error;
  return error;
}
