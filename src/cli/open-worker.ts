/** A worker is this process among those that carry captures of one store, for as long as a command runs. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { SYSTEM_CLOCK } from '../capture/clock.ts';
import { type Database, openDatabase } from '../engine/database/database.ts';
import { keepServer } from '../engine/database/keep-server.ts';
import type { Engine } from '../engine/engine.ts';
import { type EngineOptions, openEngine } from '../engine/open-engine.ts';
import type { Screen } from './screen.ts';
import { storeAddress } from './store-address.ts';

export interface Worker extends AsyncDisposable {
  engine: Engine;
  /** Where captures are remembered, as a person is told. */
  place: string;
  /** Comes when another worker has taken over what this one carried. */
  lost: AbortSignal;
}

/** How this worker reaches routers, where it is not as their playbooks say. */
export type ReachAs = (worker: string, database: Database) => EngineOptions['reachOf'];

/** `store`: what --store says. */
export async function openWorker(store: string | undefined, out: string, screen: Pick<Screen, 'tell'>, reachAs?: ReachAs): Promise<Worker> {
  const address = storeAddress(store);
  const database = await openDatabase(address);
  const over = new AbortController();
  void keepServer(address, SYSTEM_CLOCK, over.signal);
  const lost = new AbortController();
  const worker = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const engine = await openEngine({
    database,
    worker,
    reachOf: reachAs?.(worker, database),
    clock: SYSTEM_CLOCK,
    out,
    log: (level, text) => (level === 'error' ? screen.tell(`the store: ${text}`) : undefined),
    onLost: () => lost.abort(),
  });
  return {
    engine,
    place: database.shown,
    lost: lost.signal,
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await engine.close();
      await database.close();
    },
  };
}

/** Who is at the keyboard, for the audit. */
export function operatorOf(env: NodeJS.ProcessEnv): string {
  return env['SUDO_USER'] ?? env['USER'] ?? env['LOGNAME'] ?? 'unknown';
}
