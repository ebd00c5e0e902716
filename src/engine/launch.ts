/** Launching starts the durable engine in this process, and makes sure of its tables, one worker after the other. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import type { Clock } from '../capture/clock.ts';
import type { Database } from './database/database.ts';
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

/** In the address: the engine would set it by a query of its own on a connection that is in use already, and warn of that. */
function withTimeout(url: string): string {
  const given = new URL(url);
  if (!given.searchParams.has('options')) given.searchParams.set('options', '-c idle_in_transaction_session_timeout=60000');
  return given.href;
}

/** Of workers that make sure of the engine's tables at once PostgreSQL ends one: they take turns, and one that meets a running worker begins anew. [C] its manual, 13.3 */
const IN_EACH_OTHERS_WAY = /deadlock detected|tuple concurrently updated/;
const LAUNCHES = 5;
const LAUNCH_PAUSE_MS = 200;
/** Who has the turn for longer stands still. */
const TURN_MS = 60_000;

export async function launchAmongOthers(options: LaunchOptions): Promise<void> {
  const { database, clock, stop } = options;
  const client = await database.pool.connect();
  const ignore = (): void => undefined;
  client.on('error', ignore);
  const untilMs = performance.now() + TURN_MS;
  try {
    while (!(await isOurTurn(client)) && performance.now() < untilMs) {
      requireWanted(stop);
      await clock.sleep(LAUNCH_PAUSE_MS, stop);
    }
    requireWanted(stop);
    await launchAgain(options);
  } finally {
    client.off('error', ignore);
    // With its session the lock goes, whatever became of the launch.
    client.release(true);
  }
}

/** Asked for again and again: the engine makes indexes concurrently, and that waits for every query that waits for a lock. [C] PostgreSQL, CREATE INDEX */
async function isOurTurn(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ is_ours: boolean }>("SELECT pg_try_advisory_lock(hashtext('flaptrap launch')) AS is_ours");
  return rows[0]?.is_ours === true;
}

async function launchAgain(options: LaunchOptions): Promise<void> {
  for (let left = LAUNCHES; ; left -= 1)
    try {
      return await launch(options);
    } catch (error) {
      if (left === 1 || !IN_EACH_OTHERS_WAY.test(String(error))) throw error;
      await DBOS.shutdown();
      await options.clock.sleep(LAUNCH_PAUSE_MS);
    }
}

async function launch({ database, worker, log }: LaunchOptions): Promise<void> {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (text: unknown) => log?.(level, String(text));
  DBOS.setConfig({
    name: 'flaptrap',
    systemDatabaseUrl: withTimeout(database.url),
    executorID: worker,
    applicationVersion: VERSION,
    enablePatching: true,
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
  });
  await DBOS.launch();
}
