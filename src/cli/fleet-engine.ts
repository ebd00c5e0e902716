/** The engine of a fleet is that of every worker, with the gate before each login that all workers of its store share. */
import type { GateRules } from '../fleet/gate/gate-state.ts';
import type { GateKeeper } from '../fleet/gate/keeper.ts';
import { openWorker, type Worker } from './open-worker.ts';
import type { Screen } from './screen.ts';

/** All that the commands of a fleet have of it. */
export interface FleetWorker extends Pick<Worker, 'engine' | 'lost'>, AsyncDisposable {
  gate: Pick<GateKeeper, 'gateFor' | 'counted' | 'rule'>;
}

export interface FleetPlace {
  store?: string | undefined;
  out: string;
}

/** How long it stays, and how often it looks at what waits. */
export interface FleetStay {
  everySeconds?: number | undefined;
  atOnce: number;
}

/** `stay`: absent of a command that asks and leaves. */
export type OpenFleet = (place: FleetPlace, said: Partial<GateRules>, screen: Screen, stay?: FleetStay) => Promise<FleetWorker>;

export const openFleetWorker: OpenFleet = ({ store, out }, said, screen, stay) =>
  openWorker(store, out, screen, {
    fleet: said,
    stays: stay !== undefined,
    pace: stay && { looksAtOnce: stay.atOnce, ...(stay.everySeconds && { lookMs: stay.everySeconds * 1000 }) },
  });
