/** Opening the engine joins this process to the workers of one database, and takes over what dead ones carried; one engine to a process. */
import { AsyncResource } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Clock } from '../capture/clock.ts';
import type { Gate } from '../capture/gate.ts';
import type { Ending } from '../capture/wait.ts';
import type { WaitingView } from '../run/waiting.ts';
import { Arming } from './arming.ts';
import { Carrying, type ReachOf } from './carrying.ts';
import type { CaptureState, Engine, Order, Told } from './engine.ts';
import { fenceOf } from './fence.ts';
import { type LaunchOptions, launchAmongOthers } from './launch.ts';
import { askForLease } from './lease.ts';
import { Looking } from './looking.ts';
import type { Message } from './message.ts';
import { PACE, type Pace } from './pace.ts';
import { attendParked, sendMessage } from './parking.ts';
import { PostgresStore } from './postgres-store.ts';
import { firstProgress, States } from './states.ts';
import { takeOver } from './take-over.ts';
import { Watching } from './watching.ts';
import { Workers } from './workers.ts';
import { startWorkflow, useHands } from './workflow.ts';

export interface EngineOptions extends LaunchOptions {
  /** Of a store of this machine alone: that worker's process was here, and has ended. */
  isGone?: ((worker: string) => boolean) | undefined;
  clock: Clock;
  /** The folder in which bundles and reports are written. */
  out: string;
  reachOf?: ReachOf | undefined;
  pace?: Partial<Pace> | undefined;
  /** What waits over no session is looked at now and then, through this gate; absent of a worker that does not stay. */
  lookGate?: Gate | undefined;
  /** Called when another worker has taken over what this one carried: it should end. */
  onLost?: (() => void) | undefined;
}

export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { database, worker, clock, out } = options;
  const pace = { ...PACE, ...options.pace };
  const listeners = new Set<(told: Told) => void>();
  const onLost = (): void => {
    void watching.endAll();
    options.onLost?.();
  };
  const workers = await Workers.join(database.pool, { own: worker, ...pace, clock, onLost, isGone: options.isGone });
  const store = new PostgresStore(database.pool, database.shown, workers);
  const states = new States(database.pool, worker);
  const send = (captureId: string, message: Message): Promise<void> => sendMessage(database.pool, captureId, message);
  const fencing = { worker, ...pace, monotonic: () => clock.monotonic(), sleep: (ms: number) => clock.sleep(ms) };
  const carrying = new Carrying({
    store,
    clock,
    guardOf: (captureId) => fenceOf(database.pool, captureId, fencing),
    reachOf: options.reachOf,
    leaseEndOf: (captureId) => states.leaseEndOf(captureId),
    tell: (told) => {
      for (const listener of listeners) listener(told);
    },
  });
  const onEnding = (captureId: string, ending: Ending): Promise<void> => send(captureId, { kind: 'ending', ending });
  const watching = new Watching({
    carrying,
    onView: (captureId, view) => noteStanding(states, captureId, view),
    onCount: async (captureId, awaited) => {
      // The first counts: what came since must not be lost with the worker that counted.
      if ((await states.read(captureId))?.awaited === undefined) await states.note(captureId, { awaited });
    },
    onEnding,
  });
  const resource = new AsyncResource('flaptrap engine');
  const outside = (act: () => void): void => resource.runInAsyncScope(act);
  const isKept = async (captureId: string): Promise<boolean> => (await states.read(captureId))?.watch === 'kept';
  const rest = (captureId: string, leftMs: number): Promise<void> =>
    states.write(captureId, 'waiting', { heeded: null, restsUntilMs: clock.now() + leftMs });
  let looking: Looking | undefined;
  const attention = {
    begin: (captureId: string, leaseLeftMs: number) => watching.begin(captureId, leaseLeftMs),
    end: async (captureId: string) => {
      await Promise.all([looking?.end(captureId), watching.end(captureId)]);
    },
  };
  const acts = { carrying, states, out };
  const arming = new Arming(acts);
  const over = new AbortController();
  useHands({ acts, arming, watching: attention, clock, outside, isKept, rest, onLost, over: over.signal, ...pace });
  try {
    await launchAmongOthers(options);
  } catch (error) {
    over.abort();
    useHands(undefined);
    // Half of it runs, perhaps without its database: what else goes wrong says no more than why it was not launched.
    await DBOS.shutdown().catch(() => undefined);
    await workers.leave();
    throw error;
  }
  const attending = attendParked({ pool: database.pool, own: worker, clock, everyMs: pace.takeOverMs, goOn: startWorkflow }, over.signal);
  const takingOver = takeOver({
    pool: database.pool,
    workers,
    clock,
    everyMs: pace.takeOverMs,
    over: over.signal,
    onAdopted: ({ captureId, leaseEndsAtMs }) => watching.begin(captureId, leaseEndsAtMs - clock.now()),
  });
  if (options.lookGate !== undefined)
    looking = new Looking({ pool: database.pool, own: worker, carrying, states, gate: options.lookGate, ...pace, onEnding });
  return {
    begin: (order) => begin(order, store, states),
    stop: async (captureId, by, how = {}) => {
      await states.wish(captureId, { stop: { by, ...how } });
      arming.stop(captureId);
      await send(captureId, { kind: 'stop', by });
    },
    spring: (captureId, spring) => send(captureId, { kind: 'spring', spring }),
    setLease: (captureId, leaseEndsAt, by) =>
      askForLease(captureId, { kind: 'lease', leaseEndsAt, by, request: randomUUID() }, states, send),
    captures: (): Promise<CaptureState[]> => states.list(),
    hear: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      over.abort();
      await Promise.all([takingOver, attending, looking?.close()]);
      await watching.endAll();
      await DBOS.shutdown();
      useHands(undefined);
      await workers.leave();
    },
  };
}

async function begin(order: Order, store: PostgresStore, states: States): Promise<void> {
  const { plan, playbook, operator } = order;
  await store.open(plan, playbook, operator);
  await states.begin(plan.captureId, firstProgress(order));
  await startWorkflow(plan.captureId);
}

async function noteStanding(states: States, captureId: string, { routers }: WaitingView): Promise<void> {
  const before = (await states.read(captureId))?.peers;
  if (before === undefined) return;
  const peers = { ...before };
  for (const { side, said } of routers) peers[side] = { ...peers[side], standing: said };
  if (JSON.stringify(peers) !== JSON.stringify(before)) await states.note(captureId, { peers });
}
