/** Opening the engine joins this process to the workers of one database, and takes over what dead ones carried; one engine to a process. */
import { AsyncResource } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../capture/clock.ts';
import type { Gate } from '../capture/gate.ts';
import type { Ending } from '../capture/wait.ts';
import type { WaitingView } from '../run/waiting.ts';
import { Arming } from './arming.ts';
import { Carrying, type ReachOf } from './carrying.ts';
import type { Engine, Order, Told } from './engine.ts';
import { fenceOf } from './fence.ts';
import { type EndLaunch, type LaunchOptions, launchAmongOthers } from './launch.ts';
import { askForLease } from './lease.ts';
import { Looking } from './looking.ts';
import type { Message } from './message.ts';
import { PACE, type Pace } from './pace.ts';
import { type Adopted, attendParked, sendMessage } from './parking.ts';
import { PostgresStore } from './postgres-store.ts';
import { firstProgress, States } from './states.ts';
import { takeOver } from './take-over.ts';
import { Watching } from './watching.ts';
import { Workers } from './workers.ts';
import { type Hands, startWorkflow, useHands } from './workflow.ts';

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
  const parts = await assemble(options);
  const over = new AbortController();
  useHands(handsOf(options, parts, over.signal));
  const endLaunch = await launchAmongOthers(options).catch(async (error: unknown) => {
    over.abort();
    useHands(undefined);
    await parts.workers.leave();
    throw error;
  });
  return engineOf(parts, { over, endLaunch, going: keepGoing(options, parts, over.signal) });
}

/** What the engine of one process is made of. */
interface Parts {
  pace: Pace;
  workers: Workers;
  store: PostgresStore;
  states: States;
  carrying: Carrying;
  watching: Watching;
  arming: Arming;
  listeners: Set<(told: Told) => void>;
  send(captureId: string, message: Message): Promise<void>;
  /** Another worker has taken over what this one carried. */
  onLost(): void;
  /** Of a worker that stays, from its launch on. */
  looking?: Looking | undefined;
}

async function assemble(options: EngineOptions): Promise<Parts> {
  const { database, worker, clock, out } = options;
  const pace = { ...PACE, ...options.pace };
  const onLost = (): void => {
    void watching.endAll();
    options.onLost?.();
  };
  const workers = await Workers.join(database.pool, { own: worker, ...pace, clock, onLost, isGone: options.isGone });
  const store = new PostgresStore(database.pool, database.shown, workers);
  const states = new States(database.pool, worker);
  const listeners = new Set<(told: Told) => void>();
  const send = (captureId: string, message: Message): Promise<void> => sendMessage(database.pool, captureId, message);
  const carrying = carryingOf(options, { pace, store, states, listeners });
  const watching = watchingOf({ carrying, states, send });
  const arming = new Arming({ carrying, states, out });
  return { pace, workers, store, states, carrying, watching, arming, listeners, send, onLost };
}

function carryingOf(options: EngineOptions, { pace, store, states, listeners }: Pick<Parts, 'pace' | 'store' | 'states' | 'listeners'>) {
  const { database, worker, clock, reachOf } = options;
  const fencing = { worker, ...pace, monotonic: () => clock.monotonic(), sleep: (ms: number) => clock.sleep(ms) };
  return new Carrying({
    store,
    clock,
    guardOf: (captureId) => fenceOf(database.pool, captureId, fencing),
    reachOf,
    leaseEndOf: (captureId) => states.leaseEndOf(captureId),
    tell: (told) => {
      for (const listener of listeners) listener(told);
    },
  });
}

function watchingOf({ carrying, states, send }: Pick<Parts, 'carrying' | 'states' | 'send'>): Watching {
  return new Watching({
    carrying,
    onView: (captureId, view) => noteStanding(states, captureId, view),
    onCount: async (captureId, awaited) => {
      // The first counts: what came since must not be lost with the worker that counted.
      if ((await states.read(captureId))?.awaited === undefined) await states.note(captureId, { awaited });
    },
    onEnding: (captureId, ending) => send(captureId, { kind: 'ending', ending }),
  });
}

/** What the workflows of this process work with. */
function handsOf({ clock, out }: EngineOptions, parts: Parts, over: AbortSignal): Hands {
  const { pace, states, carrying, watching, arming, onLost } = parts;
  const resource = new AsyncResource('flaptrap engine');
  return {
    acts: { carrying, states, out },
    arming,
    watching: {
      begin: (captureId, leaseLeftMs) => watching.begin(captureId, leaseLeftMs),
      end: async (captureId) => {
        await Promise.all([parts.looking?.end(captureId), watching.end(captureId)]);
      },
    },
    clock,
    outside: (act) => resource.runInAsyncScope(act),
    isKept: async (captureId) => (await states.read(captureId))?.watch === 'kept',
    rest: (captureId, leftMs) => states.write(captureId, 'waiting', { heeded: null, restsUntilMs: clock.now() + leftMs }),
    onLost,
    over,
    ...pace,
  };
}

/** Until `over`: messages are attended to, dead workers' captures taken over, and waiting routers looked at where this worker stays. */
async function keepGoing({ database, worker, clock, lookGate }: EngineOptions, parts: Parts, over: AbortSignal): Promise<void> {
  const { pool } = database;
  const { pace, workers, states, carrying, watching, send } = parts;
  const everyMs = pace.takeOverMs;
  if (lookGate !== undefined) {
    const onEnding = (captureId: string, ending: Ending): Promise<void> => send(captureId, { kind: 'ending', ending });
    parts.looking = new Looking({ pool, own: worker, carrying, states, gate: lookGate, ...pace, onEnding });
  }
  const onAdopted = ({ captureId, leaseEndsAtMs }: Adopted): void => watching.begin(captureId, leaseEndsAtMs - clock.now());
  await Promise.all([
    attendParked({ pool, own: worker, clock, everyMs, goOn: startWorkflow }, over),
    takeOver({ pool, workers, clock, everyMs, over, onAdopted }),
  ]);
}

interface Run {
  over: AbortController;
  /** Ends with `over`. */
  going: Promise<void>;
  endLaunch: EndLaunch;
}

/** What whoever has the engine sees of it. */
function engineOf(parts: Parts, { over, going, endLaunch }: Run): Engine {
  const { workers, store, states, watching, arming, listeners, send } = parts;
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
    captures: () => states.list(),
    hear: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      over.abort();
      await Promise.all([going, parts.looking?.close()]);
      await watching.endAll();
      await endLaunch();
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
