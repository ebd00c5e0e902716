/** The engine of a fleet is that of every worker, with the gate before each login that all workers of its store share. */
import { SYSTEM_CLOCK } from '../capture/clock.ts';
import type { Gate, Purpose } from '../capture/gate.ts';
import type { CaptureRecord } from '../capture/store.ts';
import type { Engine } from '../engine/engine.ts';
import { PACE } from '../engine/pace.ts';
import { PostgresStore } from '../engine/postgres-store.ts';
import { databaseMemory } from '../fleet/gate/database-memory.ts';
import type { GateRules } from '../fleet/gate/gate-state.ts';
import { GateKeeper } from '../fleet/gate/keeper.ts';
import { openWorker, type ReachAs } from './open-worker.ts';
import type { Screen } from './screen.ts';

/** All that the commands of a fleet have of it. */
export interface FleetWorker extends AsyncDisposable {
  engine: Engine;
  /** In the store. */
  name: string;
  /** Where captures are remembered, as a person is told. */
  place: string;
  /** Comes when another worker has taken over what this one carried. */
  lost: AbortSignal;
  gateFor(purpose: Purpose): Gate;
  /** So many terminal lines were free. */
  counted(router: string, freeLines: number): Promise<void>;
  recordOf(captureId: string): Promise<CaptureRecord | undefined>;
}

export interface FleetPlace {
  store?: string | undefined;
  out: string;
}

export type OpenFleet = (place: FleetPlace, rules: GateRules, screen: Screen) => Promise<FleetWorker>;

export const openFleetWorker: OpenFleet = async ({ store, out }, rules, screen) => {
  const made: { name?: string; keeper?: GateKeeper; records?: PostgresStore } = {};
  const reachAs: ReachAs = (own, { pool, shown }) => {
    const memory = databaseMemory(pool, rules, PACE.deadMs);
    const keeper = new GateKeeper(memory, SYSTEM_CLOCK, own);
    made.name = own;
    made.keeper = keeper;
    made.records = new PostgresStore(pool, shown, { own, isAlive: async () => true });
    return (_playbook, purpose) => ({ gate: keeper.gateFor(purpose), isRotating: true });
  };
  const worker = await openWorker(store, out, screen, { reachAs });
  const { name, keeper, records } = made;
  if (name === undefined || keeper === undefined || records === undefined) throw new Error('the worker was opened without its gate');
  return {
    ...worker,
    name,
    gateFor: (purpose) => keeper.gateFor(purpose),
    counted: (router, freeLines) => keeper.counted(router, freeLines),
    recordOf: (captureId) => records.read(captureId),
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
};
