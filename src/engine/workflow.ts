/** A workflow arms a capture, or goes on with one that waited, and is the one file that knows the engine: what it has done is not done again, whoever goes on with it. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Clock } from '../capture/clock.ts';
import type { Ending } from '../capture/wait.ts';
import { FlaptrapError } from '../errors.ts';
import type { Arming } from './arming.ts';
import { type ActsOptions, hold } from './claimed.ts';
import { finish, giveUp, next } from './ending.ts';
import { changeLease, leaseLeft } from './lease.ts';
import type { Message } from './message.ts';
import type { StepName } from './steps.ts';
import type { Watching } from './watching.ts';

/** What it works with in this process. */
export interface Hands {
  /** What its acts have of the world. */
  acts: ActsOptions;
  arming: Arming;
  watching: Pick<Watching, 'begin' | 'end'>;
  clock: Pick<Clock, 'sleep'>;
  /** Runs it as if nobody's workflow had called it. */
  outside(act: () => void): void;
  /** Whether this worker watches it over sessions of its own. */
  isKept(captureId: string): Promise<boolean>;
  /** From now on it waits for a message, and for the time not before this. */
  rest(captureId: string, leftMs: number): Promise<void>;
  /** Called when what this worker carries has become another's. */
  onLost(): void;
  /** Comes when this worker is closed: what it has not finished is the next one's. */
  over: AbortSignal;
  retryMs: number;
  retryMsMax: number;
  /** How long after its lease it is still tried to undo what a router may hold. */
  graceMs: number;
}

/** What is no fault of a router, a database that is away for one, is tried again after this. */
const STEP_SECONDS = 2;
/** Kept through all versions: a workflow of another one would wait for ever. */
const NAME = 'flaptrap.capture/1';
const NAME_BEHIND = 'flaptrap.waited/1';

let hands: Hands | undefined;

/** Of this process; the engine is one to a process. */
export function useHands(those: Hands | undefined): void {
  hands = those;
}

const TRIED = { maxRecoveryAttempts: 1_000_000 };
const fromArming = DBOS.registerWorkflow(carry, { name: NAME, ...TRIED });
const behindWaiting = DBOS.registerWorkflow(goOn, { name: NAME_BEHIND, ...TRIED });

/** The same id twice is one workflow. `message`: what has ended its waiting, else it begins with arming. */
export async function startWorkflow(captureId: string, id = captureId, message: Message | null = null): Promise<void> {
  if (message === null) await DBOS.startWorkflow(fromArming, { workflowID: id })(captureId);
  else await DBOS.startWorkflow(behindWaiting, { workflowID: id })(captureId, message);
}

/** Armed, it is parked: days may pass, and nothing of it is kept in memory (parking.ts). */
async function carry(captureId: string): Promise<void> {
  await holdOn(captureId);
  const armed = await step('arm', ({ arming }) => arming.arm(captureId));
  if (armed.isArmed) await watch(captureId, armed.leaseLeftMs);
  else if (armed.isClean) await step('give up', ({ acts }) => giveUp(acts, captureId, 'it was not armed', armed.trouble));
  else await bringToEnd(captureId, 'stopped');
}

async function goOn(captureId: string, message: Message): Promise<void> {
  await holdOn(captureId);
  if (message.kind === 'time' || message.kind === 'lease') {
    const leftMs = await step('time', ({ acts }) => timeLeftMs(acts, captureId, message));
    if (leftMs > 0) return rest(captureId, leftMs);
  }
  await hands?.watching.end(captureId);
  await bringToEnd(captureId, endingOf(message));
}

/** Its sessions are given back before a router is asked: it has one of ours at a time. */
async function timeLeftMs(acts: ActsOptions, captureId: string, message: Extract<Message, { kind: 'time' | 'lease' }>): Promise<number> {
  await hands?.watching.end(captureId);
  return message.kind === 'time' ? leaseLeft(acts, captureId) : changeLease(acts, captureId, message);
}

async function rest(captureId: string, leftMs: number): Promise<void> {
  await step('rest', (these) => these.rest(captureId, leftMs));
  await watch(captureId, leftMs);
}

/** Each time a worker goes on with it: what was done before is not done again, and would not claim it. */
async function holdOn(captureId: string): Promise<void> {
  const { acts, clock, over } = handsOf();
  while (!over.aborted) {
    const isHeld = await hold(acts, captureId).then(
      () => true,
      () => false,
    );
    if (isHeld) return;
    await clock.sleep(STEP_SECONDS * 1000, over);
  }
  return leftToOthers();
}

/** In this process, each time it comes by here: no step, since sessions do not outlive it. */
async function watch(captureId: string, leftMs: number): Promise<void> {
  const { watching, isKept, outside } = handsOf();
  // Outside of the workflow: what a watch does on its own account is no step of it.
  if (await isKept(captureId)) outside(() => watching.begin(captureId, leftMs));
}

function endingOf(message: Message): Ending {
  if (message.kind === 'ending') return message.ending;
  if (message.kind === 'stop') return 'stopped';
  return message.kind === 'spring' ? 'sprung' : 'lease-ended';
}

/** A router that cannot be reached is tried until its guard has long removed everything, then said. */
async function bringToEnd(captureId: string, ending: Ending): Promise<void> {
  const { retryMs, retryMsMax, graceMs } = handsOf();
  for (let pauseMs = 0, waitedMs = 0; ; waitedMs += pauseMs) {
    const finished = await step('finish', async ({ acts, clock, over }) => {
      // Within the step: by a calendar that is set back a pause would last for days, and one that is over is not made again.
      await clock.sleep(pauseMs, over);
      return over.aborted ? leftToOthers() : finish(acts, captureId, ending);
    });
    if (finished.isDone && !finished.isCaptured) return;
    if (finished.isDone) return again(captureId);
    if (waitedMs > graceMs && (await step('lease', ({ acts }) => leaseLeft(acts, captureId))) <= 0)
      return step('give up', ({ acts }) => giveUp(acts, captureId, 'it could not be shown to be disarmed', finished.trouble));
    pauseMs = Math.min(pauseMs === 0 ? retryMs : 2 * pauseMs, retryMsMax);
  }
}

async function again(captureId: string): Promise<void> {
  const following = await step('next', ({ acts }) => next(acts, captureId));
  if (following !== null) await DBOS.startWorkflow(fromArming, { workflowID: following })(following);
}

/** One that was fenced off, or whose worker is closed, leaves no trace: what it would have said is the next worker's to say. */
async function step<Given>(name: StepName, act: (hands: Hands) => Promise<Given>): Promise<Given> {
  return DBOS.runStep(
    async () => {
      const these = hands;
      if (these === undefined) return leftToOthers();
      try {
        return await act(these);
      } catch (error) {
        // Else the engine would try it again and again, and the process would never end.
        if (these.over.aborted) return leftToOthers();
        if (!(error instanceof FlaptrapError) || error.code !== 'fenced') throw error;
        these.onLost();
        return leftToOthers();
      }
    },
    { name, retriesAllowed: true, maxAttempts: 1_000_000, intervalSeconds: STEP_SECONDS, backoffRate: 1 },
  );
}

/** It is never over here: whoever takes it up begins it anew. */
function leftToOthers(): Promise<never> {
  return new Promise(() => undefined);
}

function handsOf(): Hands {
  if (hands === undefined) throw new Error('the engine of this process is not open');
  return hands;
}
