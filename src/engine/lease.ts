/** The lease of a capture that waits: how much of it is left, and a new end of it on both routers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { setLease } from '../capture/set-lease.ts';
import { leaseLeftMs, leftByClock } from '../capture/still-counts.ts';
import { FlaptrapError, printError } from '../errors.ts';
import { type ActsOptions, claimed, isOfOurs, NEVER } from './claimed.ts';
import type { Message } from './message.ts';
import type { States } from './states.ts';

/** Between two looks whether the routers still count. */
const STEP_MS = 600_000;

/** How long it still lasts, counted by the clock of this machine; by the routers where that says it is over. What nothing on them would end any more is over. */
export async function leaseLeft(options: ActsOptions, captureId: string): Promise<number> {
  const record = await claimed(options, captureId);
  return leaseLeftMs(options.carrying.contextOf(record, { stop: NEVER, purpose: 'look' }), record.plan, STEP_MS);
}

/** Gives how long it lasts now; what a router refuses leaves it as it was, and is written down. */
export async function changeLease(
  options: ActsOptions,
  captureId: string,
  { leaseEndsAt, by, request }: Extract<Message, { kind: 'lease' }>,
): Promise<number> {
  const { carrying, states } = options;
  const record = await claimed(options, captureId);
  const refused = await setLease(carrying.contextOf(record, { stop: NEVER, purpose: 'arm' }), record.plan, leaseEndsAt).then(
    () => null,
    (error: unknown) => printError(isOfOurs(error)),
  );
  if (refused === null) await states.setLeaseEnd(captureId, leaseEndsAt);
  await states.write(captureId, 'waiting', { lease: { asked: leaseEndsAt, by, request, refused } });
  return Math.max(1, leftByClock(carrying.clock.now(), (await carrying.recordOf(captureId)).plan));
}

const ANSWER_MS = 600_000;
const LOOK_MS = 200;

/** By whichever worker carries it; back once the routers have it. */
export async function askForLease(
  captureId: string,
  message: Extract<Message, { kind: 'lease' }> & { request: string },
  states: States,
  send: (captureId: string, message: Message) => Promise<void>,
): Promise<void> {
  await send(captureId, message);
  for (const untilMs = performance.now() + ANSWER_MS; performance.now() < untilMs; await sleep(LOOK_MS)) {
    const answer = (await states.read(captureId))?.lease;
    if (answer?.request === message.request) return accepted(captureId, answer?.refused ?? null);
    await requireWaiting(captureId, states);
  }
  throw new FlaptrapError('no-answer', `the lease of ${captureId} was not changed: no worker has answered`, {
    next: 'look with `flaptrap status`',
  });
}

function accepted(captureId: string, refused: string | null): void {
  if (refused !== null) throw new FlaptrapError('refused', `the lease of ${captureId} was not changed`, { answer: refused });
}

/** Of one that has sprung, or is disarmed, nobody answers any more. */
async function requireWaiting(captureId: string, states: States): Promise<void> {
  const phase = (await states.find(captureId))?.phase;
  if (phase === 'arming' || phase === 'waiting') return;
  throw new FlaptrapError('refused', `the lease of ${captureId} was not changed: the capture does not wait any more`, {
    next: 'look with `flaptrap status`',
  });
}
