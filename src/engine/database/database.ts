/** The database is where captures are remembered; opening it starts the embedded one when it does not run, and brings its schema up to date. */
import type pg from 'pg';
import { FlaptrapError } from '../../errors.ts';
import { type Address, showAddress } from './address.ts';
import { migrate } from './migrate.ts';
import { placeOf } from './place.ts';
import { openPool } from './pool.ts';
import type { Postmaster } from './postmaster.ts';
import { connectionOf, openServer } from './server.ts';
import { nameBreak, sayRefusal } from './trouble.ts';
import { requireWanted } from './wanted.ts';

export interface Database {
  /** For pg and for the engine. It may hold a password: never shown. */
  url: string;
  /** The same for people, without any secret. */
  shown: string;
  pool: pg.Pool;
  /** Lets go of it; the server goes on. */
  close(): Promise<void>;
}

/** What is asked of a server that is not ours. */
const OLDEST_VERSION = 130_000;

/** `stop` comes when nobody wants it any more. */
export async function openDatabase(address: Address, stop?: AbortSignal): Promise<Database> {
  const database = await openUnmigrated(address, stop);
  try {
    requireWanted(stop);
    await withClient(database, (client) => migrate(client));
    return database;
  } catch (error) {
    await database.close();
    throw sayRefusal(error, database.shown);
  }
}

/** As it is: for what reads only, and for a restore, which wants it empty. */
export async function openUnmigrated(address: Address, stop?: AbortSignal): Promise<Database> {
  const url = address.kind === 'team' ? address.url : printUrl(await openServer(placeOf(address.folder, process.getuid?.()), stop));
  return connectTo(url, showAddress(address));
}

export async function connectTo(url: string, shown: string): Promise<Database> {
  const pool = openPool(url, 'flaptrap');
  const query = pool.query.bind(pool) as (...asked: unknown[]) => Promise<unknown>;
  pool.query = ((...asked: unknown[]) => query(...asked).catch(throwNamed)) as pg.Pool['query'];
  try {
    const { rows } = await pool.query<{ number: string }>("SELECT current_setting('server_version_num') AS number");
    if (Number(rows[0]?.number) < OLDEST_VERSION) throw tooOld(shown);
  } catch (error) {
    await pool.end();
    throw sayRefusal(error, shown);
  }
  return { url, shown, pool, close: async () => (pool.ended ? undefined : pool.end()) };
}

export async function withClient<Given>({ pool }: Pick<Database, 'pool'>, work: (client: pg.PoolClient) => Promise<Given>): Promise<Given> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // It may break between two queries.
  const hear = (error: Error): void => {
    broken = error;
  };
  client.on('error', hear);
  try {
    return await work(client);
  } catch (error) {
    return throwNamed(error);
  } finally {
    client.off('error', hear);
    client.release(broken);
  }
}

/** Committed when `work` is done; when it fails its connection is cut, whatever was still under way on it: the server undoes the rest. `kind`: how it is isolated, as SQL says it. */
export async function withTransaction<Given>(
  { pool }: Pick<Database, 'pool'>,
  kind: string,
  work: (client: pg.PoolClient) => Promise<Given>,
): Promise<Given> {
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query(`BEGIN ${kind}`);
    const given = await work(client);
    await client.query('COMMIT');
    isDone = true;
    return given;
  } catch (error) {
    return throwNamed(error);
  } finally {
    client.release(!isDone);
  }
}

function throwNamed(error: unknown): never {
  throw nameBreak(error);
}

/** As drivers read it; the folder of a socket stands in the place of a host. */
export function printUrl(postmaster: Postmaster): string {
  const { host, port, user, database } = connectionOf(postmaster);
  return `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

function tooOld(shown: string): FlaptrapError {
  return new FlaptrapError('input', `${shown} is too old: PostgreSQL 13 or later is needed`, { next: 'name a newer one' });
}
