/** Launching starts the durable engine in this process, and makes sure of its tables, one worker after the other. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import type { Clock } from '../capture/clock.ts';
import type { Database } from './database/database.ts';
import { openPool } from './database/pool.ts';
import { requireWanted } from './database/wanted.ts';

export interface LaunchOptions {
  database: Database;
  /** This worker: a name that no other has ever had. */
  worker: string;
  clock: Pick<Clock, 'sleep'>;
  /** What the durable engine itself says, for a log. */
  log?: ((level: 'debug' | 'info' | 'warn' | 'error', text: string) => void) | undefined;
  /** Comes when nobody wants it any more while it is opened. */
  stop?: AbortSignal | undefined;
}

/** Kept through all versions of flaptrap: with another one, waiting workflows would be left behind. */
const VERSION = 'flaptrap/1';

/** Of workers that make sure of the engine's tables at once PostgreSQL ends one: they take turns, and one that meets a running worker begins anew. [C] its manual, 13.3 */
const IN_EACH_OTHERS_WAY = /deadlock detected|tuple concurrently updated/;
const LAUNCHES = 5;
const LAUNCH_PAUSE_MS = 200;
/** Who has the turn for longer stands still. */
const TURN_MS = 60_000;

/** Ends it again, with its connections; asked twice, once. */
export type EndLaunch = () => Promise<void>;

export async function launchAmongOthers(options: LaunchOptions): Promise<EndLaunch> {
  const { database, clock, stop } = options;
  const client = await database.pool.connect();
  const untilMs = performance.now() + TURN_MS;
  try {
    while (!(await isOurTurn(client)) && performance.now() < untilMs) {
      requireWanted(stop);
      await clock.sleep(LAUNCH_PAUSE_MS, stop);
    }
    requireWanted(stop);
    return await launchAgain(options);
  } finally {
    // With its session the lock goes, whatever became of the launch.
    client.release(true);
  }
}

/** Asked for again and again: the engine makes indexes concurrently, and that waits for every query that waits for a lock. [C] PostgreSQL, CREATE INDEX */
async function isOurTurn(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ is_ours: boolean }>("SELECT pg_try_advisory_lock(hashtext('flaptrap launch')) AS is_ours");
  return rows[0]?.is_ours === true;
}

async function launchAgain(options: LaunchOptions): Promise<EndLaunch> {
  for (let left = LAUNCHES; ; left -= 1)
    try {
      return await launch(options);
    } catch (error) {
      if (left === 1 || !IN_EACH_OTHERS_WAY.test(String(error))) throw error;
      await options.clock.sleep(LAUNCH_PAUSE_MS);
    }
}

async function launch({ database, worker, log }: LaunchOptions): Promise<EndLaunch> {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (text: unknown) => log?.(level, String(text));
  const pool = openPool(database.url, `flaptrap engine ${worker}`);
  const end = async (): Promise<void> => {
    // Whatever becomes of the engine, its connections keep no process.
    await DBOS.shutdown().finally(() => (pool.ending ? undefined : pool.end()));
  };
  DBOS.setConfig({
    name: 'flaptrap',
    systemDatabaseUrl: database.url,
    systemDatabasePool: pool,
    executorID: worker,
    applicationVersion: VERSION,
    enablePatching: true,
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
  });
  try {
    await DBOS.launch();
    return end;
  } catch (error) {
    // Half of it runs, perhaps without its database: what else goes wrong says no more than why it was not launched.
    await end().catch(() => undefined);
    throw error;
  }
}
