/** Captures of a store step by step: armed and left to whoever comes next, and ended by a message to whoever carries them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureRecord } from '../capture/store.ts';
import type { Address } from '../engine/database/address.ts';
import type { CaptureState } from '../engine/engine.ts';
import { errorOf } from '../engine/failure.ts';
import { FlaptrapError } from '../errors.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type Disarmed, type DisarmOptions, disarmCapture } from '../run/disarm.ts';
import type { Ports } from '../run/ports.ts';
import type { Armed, RunOptions } from '../run/run-capture.ts';
import { operatorOf } from './audit-book.ts';
import { follow, hearCarried, type Shown, type Speech } from './follow.ts';
import { openHand } from './hand.ts';
import { openWorker } from './open-worker.ts';
import { agreeFor, heldBy, type Left } from './run-stored.ts';
import type { Screen } from './screen.ts';

export interface StoredChoices {
  store?: string | undefined;
  out: string;
}

const LOOK_MS = 200;

/** Both peers, or neither; back once both are armed. */
export async function armStored(
  playbook: Playbook,
  options: RunOptions & StoredChoices,
  { ports, screen }: Speech,
  left: Left,
): Promise<Armed> {
  await using worker = await openWorker(options.store, options.out, screen, { stop: ports.stop });
  left.journal = heldBy(worker);
  const plan = await agreeFor(worker, playbook, options, ports);
  const { captureId, leaseEndsAt } = plan;
  const unhear = hearCarried(worker, { captureId }, { ports, screen });
  try {
    await worker.engine.begin({ plan, playbook, operator: operatorOf(process.env), watch: 'told' });
    for (let isStopped = false; ; await sleep(LOOK_MS)) {
      if (ports.stop.aborted && !isStopped) await worker.engine.stop(captureId, operatorOf(process.env));
      isStopped = ports.stop.aborted;
      const state = await worker.states.find(captureId);
      if (state?.phase === 'waiting' && !isStopped) return { schema: 'flaptrap.armed/1', captureId, leaseEndsAt };
      if (state?.phase === 'ended') throw whyNot(state);
      if ((state?.tries ?? 0) > 0 && state?.failure) throw errorOf(state.failure);
    }
  } finally {
    unhear();
  }
}

function whyNot({ captureId, failure, trouble }: CaptureState): FlaptrapError {
  if (failure) return errorOf(failure);
  if (trouble !== null) return new FlaptrapError('no-capture', `capture ${captureId} was not armed`, { answer: trouble });
  return new FlaptrapError('stopped', 'stopped: both routers are disarmed');
}

/** What has sprung is brought home first. */
export async function disarmStored(
  record: CaptureRecord,
  { address, wasOpen, ...options }: DisarmOptions & StoredChoices & { address: Address; wasOpen: boolean },
  ports: Ports,
  screen: Screen,
): Promise<Disarmed> {
  const { captureId } = record;
  if (wasOpen) await endCarried(captureId, options, ports, screen);
  if (wasOpen && options.deleteFiles !== true) return { schema: 'flaptrap.disarmed/1', captureId, wasOpen, kept: [] };
  await using hand = await openHand(address, record, ports, screen);
  using _claim = await hand.store.claim(captureId);
  return { ...(await disarmCapture(hand.context, record, options)), wasOpen };
}

/** By a message; this process is a worker meanwhile, so that it ends also where nobody else lives. */
async function endCarried(
  captureId: string,
  { store, out, keepFiles }: DisarmOptions & StoredChoices,
  ports: Ports,
  screen: Screen,
): Promise<void> {
  await using worker = await openWorker(store, out, screen);
  const shown: Shown = { captureId };
  const unhear = hearCarried(worker, shown, { ports, screen });
  try {
    const { failure, trouble, ending } = await follow(worker, shown, AbortSignal.abort(), { keepsFiles: keepFiles });
    if (failure) throw errorOf(failure);
    if (trouble !== null)
      throw new FlaptrapError('left-behind', `capture ${captureId} has ended, and is not clean: ${ending}`, { answer: trouble });
  } finally {
    unhear();
  }
}
