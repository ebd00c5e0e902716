/** Ending is the acts behind the waiting: bring home, disarm, keep and judge; give up; arm the next of the same order. */
import { type Captured, finishTunnel } from '../capture/capture-tunnel.ts';
import { disarm } from '../capture/disarm.ts';
import { savedSides } from '../capture/saved.ts';
import { type CaptureRecord, isDisarming, sidesInDoubt } from '../capture/store.ts';
import type { Heard } from '../capture/unsprung.ts';
import type { Ending } from '../capture/wait.ts';
import { printError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { agreedPlan } from '../run/agree.ts';
import type { RunContext } from '../run/context.ts';
import { sayFirst } from '../run/first-sentence.ts';
import { type Ended, endCapture, isCaptured } from '../run/keep.ts';
import type { News } from '../run/ports.ts';
import { type ActsOptions, claimed, isOfOurs, NEVER } from './claimed.ts';
import type { CaptureState } from './engine.ts';
import { failureOf } from './failure.ts';
import { writePhases } from './phases.ts';
import { firstProgress } from './states.ts';

export type Finished = { isDone: true; isCaptured: boolean } | { isDone: false; trouble: string };

const AT_ONCE = AbortSignal.abort();

/** Brings home what has sprung, disarms both, keeps and judges; again, where it was interrupted. */
export async function finish(options: ActsOptions, captureId: string, ending: Ending): Promise<Finished> {
  const { carrying, states, out } = options;
  const record = await claimed(options, captureId);
  const state = await states.read(captureId);
  const bundles = state?.bundles ?? [];
  const phases = writePhases((phase) => states.write(captureId, phase));
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
    const captured = await broughtHome(context, record, ending, state?.awaited, () => phases.reach('disarming'));
    const ended = asOf(await endCapture(context, record.plan, captured, out, state?.stop?.keepsFiles), state?.restored);
    // Why it was never armed stays told.
    const failure = state?.armedAt === null ? state.failure : null;
    await phases.written();
    await states.write(captureId, 'ended', {
      bundles,
      saved: await savedOf(options, captureId),
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
      const saved = await savedOf(options, captureId);
      await states.write(captureId, 'ended', { bundles, saved, ending: failure.message, trouble, failure: failureOf(failure) });
      return { isDone: true, isCaptured: false };
    }
    await states.write(captureId, 'disarming', { bundles, trouble, failure: failureOf(failure), tries: (state?.tries ?? 0) + 1 });
    return { isDone: false, trouble };
  }
}

/** What has happened behind the backup that it is known from, nobody can tell. */
function asOf(ended: Ended, restored: string | undefined): Ended {
  if (restored === undefined) return ended;
  return { ...ended, text: `${ended.text}; it is known as of the backup of ${restored}: what came home since then is in no record of it` };
}

async function savedOf({ carrying: { store } }: ActsOptions, captureId: string): Promise<Side[]> {
  return savedSides((await store.read(captureId))?.journal ?? []);
}

/** It is over, and nothing more is tried by itself. */
export async function giveUp(options: ActsOptions, captureId: string, ending: string, trouble: string | null): Promise<void> {
  await claimed(options, captureId);
  await options.states.write(captureId, 'ended', { ending, trouble });
}

/** The next capture of the same order, by the plan that was agreed to; null where the budget is spent, or the routers have changed. */
export async function next(options: ActsOptions, captureId: string): Promise<string | null> {
  const record = await claimed(options, captureId);
  const following = await followingOf(options, record);
  await options.states.write(captureId, 'ended', { next: following });
  return following;
}

async function followingOf({ carrying, states }: ActsOptions, record: CaptureRecord): Promise<string | null> {
  const { captureId } = record;
  const state = await states.read(captureId);
  if (state === undefined || state.capturesLeft <= 1 || state.stop !== undefined) return null;
  if (state.restored !== undefined) {
    carrying.say(captureId, `not armed again: what its budget has taken since the backup of ${state.restored} is not known`);
    return null;
  }
  try {
    const context = carrying.contextOf(record, { stop: NEVER, purpose: 'ask', nonce: `after ${captureId}` });
    const plan = await agreedPlan(context, { digest: record.plan.digest });
    await carrying.store.open(plan, record.playbook, (await states.find(captureId))?.operator ?? '');
    const first = firstProgress({ plan, playbook: record.playbook, watch: state.watch });
    await states.begin(plan.captureId, { ...first, capturesLeft: state.capturesLeft - 1 });
    context.tell({ about: 'next-capture', capturesLeft: state.capturesLeft - 1, captureId: plan.captureId });
    return plan.captureId;
  } catch (error) {
    carrying.say(captureId, `not armed again: ${isOfOurs(error).message}`);
    return null;
  }
}

/** What was already being disarmed is only disarmed to the end: its files tell whether anything is to be fetched. */
async function broughtHome(
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

function bundleOf({ folder, judged: { verdict } }: Extract<News, { about: 'bundle' }>, nowMs: number): CaptureState['bundles'][number] {
  return { folder, at: new Date(nowMs).toISOString(), incidents: verdict.incidents.length, sentence: sayFirst(verdict) };
}
