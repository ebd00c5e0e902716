/** The status of a store: does it run, which PostgreSQL, how large, who works with it; asking starts nothing. */
import { existsSync } from 'node:fs';
import { FlaptrapError } from '../../errors.ts';
import { type Address, showAddress } from './address.ts';
import { connectTo, type Database, openDatabase, printUrl, withClient } from './database.ts';
import { NEWEST, versionOf } from './migrate.ts';
import { placeOf } from './place.ts';
import { findPostmaster } from './postmaster.ts';
import { stopServer } from './server.ts';

export interface StoreStatus {
  /** `team`: a PostgreSQL that is not ours to start or to stop. */
  kind: Address['kind'];
  /** Without any secret. */
  place: string;
  isRunning: boolean;
  /** False before the first start. */
  isMade: boolean;
  /** Of the embedded one. */
  server: { pid: number; startedAt: string } | null;
  /** Null where it does not run. */
  holds: Holding | null;
}

interface Holding {
  postgresql: string;
  bytes: number;
  /** Of the schema `flaptrap`: what it has, and what this flaptrap writes. */
  version: number;
  newestVersion: number;
  /** Null before the first capture. */
  captures: { open: number; ended: number } | null;
  /** Connections of workers and others, without this one. */
  sessions: number;
}

/** Whether it was ever begun; nothing is started or asked. */
export function isMade(address: Address): boolean {
  return address.kind === 'team' || existsSync(placeOf(address.folder, process.getuid?.()).data);
}

/** Throws where a team's does not answer. */
export async function storeStatus(address: Address): Promise<StoreStatus> {
  const place = showAddress(address);
  if (address.kind === 'team')
    return { kind: 'team', place, isRunning: true, isMade: true, server: null, holds: await lookInto(address.url, place) };
  const at = placeOf(address.folder, process.getuid?.());
  const found = findPostmaster(at);
  if (found === undefined) return { kind: 'embedded', place, isRunning: false, isMade: existsSync(at.data), server: null, holds: null };
  const startedAt = new Date(found.startedAtSeconds * 1000).toISOString();
  const holds = await lookInto(printUrl(found), place);
  return { kind: 'embedded', place, isRunning: true, isMade: true, server: { pid: found.pid, startedAt }, holds };
}

/** What runs already is left as it is. */
export async function startStore(address: Address): Promise<void> {
  await (await openDatabase(address)).close();
}

/** False where none runs. */
export async function stopStore(address: Address): Promise<boolean> {
  if (address.kind === 'embedded') return stopServer(placeOf(address.folder, process.getuid?.()));
  throw new FlaptrapError('input', `${showAddress(address)} is not a database of flaptrap's own: it is not stopped from here`, {
    next: 'stop the workers that use it; the database itself is stopped where it runs',
  });
}

async function lookInto(url: string, shown: string): Promise<Holding> {
  const database = await connectTo(url, shown);
  try {
    return await holdingOf(database);
  } finally {
    await database.close();
  }
}

function holdingOf(database: Database): Promise<Holding> {
  return withClient(database, async (client) => {
    const { rows } = await client.query<{ postgresql: string; bytes: string; sessions: number }>(ABOUT);
    const version = await versionOf(client);
    const counted = version === 0 ? undefined : (await client.query<{ open: number; ended: number }>(CAPTURES)).rows[0];
    const { postgresql = '', bytes = '0', sessions = 0 } = rows[0] ?? {};
    return { postgresql, bytes: Number(bytes), version, newestVersion: NEWEST, captures: counted ?? null, sessions };
  });
}

const ABOUT = `
  SELECT current_setting('server_version') AS postgresql, pg_database_size(current_database())::text AS bytes,
    (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend') AS sessions`;
const CAPTURES = `
  SELECT count(*) FILTER (WHERE phase <> 'ended')::int AS open, count(*) FILTER (WHERE phase = 'ended')::int AS ended FROM flaptrap.captures`;
