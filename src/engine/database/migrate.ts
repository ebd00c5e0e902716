/** To migrate is to bring the schema `flaptrap` of a database to the newest known version, once, whoever of many workers comes first. */
import type { ClientBase } from 'pg';
import { FlaptrapError } from '../../errors.ts';
import { MIGRATIONS } from './migrations/index.ts';

export const SCHEMA = 'flaptrap';
/** The version that this flaptrap writes. */
export const NEWEST = MIGRATIONS.length;
/** `flaptrap` in ASCII, cut to what an advisory lock takes. */
const LOCK = 0x666c6170;

/** Waits for whoever else is at it. `upTo`: a backup is loaded at the version that it was written at. Gives the version it was. */
export async function migrate(client: ClientBase, upTo: number = NEWEST): Promise<number> {
  let before = 0;
  for (let at = 0; at < upTo; )
    at = await inTransaction(client, async () => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const version = await versionOf(client);
      requireKnown(version);
      if (at === 0) before = version;
      if (version < upTo) await step(client, version + 1);
      return Math.min(version + 1, upTo);
    });
  return before;
}

/** Zero where flaptrap has never been. */
export async function versionOf(client: Pick<ClientBase, 'query'>): Promise<number> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('${SCHEMA}.version') IS NOT NULL AS there`);
  if (rows[0]?.there !== true) return 0;
  const found = await client.query<{ version: number }>(`SELECT max(number)::int AS version FROM ${SCHEMA}.version`);
  return found.rows[0]?.version ?? 0;
}

/** What a newer flaptrap has written may mean something else. */
export function requireKnown(version: number, whose = 'the store'): void {
  if (version <= NEWEST) return;
  throw new FlaptrapError('input', `${whose} has schema version ${version}, and this flaptrap knows only up to ${NEWEST}`, {
    next: 'use the newer flaptrap that has written it, on every worker',
  });
}

/** Within the transaction that holds the lock. */
export async function step(client: ClientBase, number: number): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
  await client.query(`SET LOCAL search_path = ${SCHEMA}`);
  await client.query('CREATE TABLE IF NOT EXISTS version (number int PRIMARY KEY, since timestamptz NOT NULL DEFAULT now())');
  await client.query(MIGRATIONS[number - 1] ?? '');
  await client.query('INSERT INTO version (number) VALUES ($1)', [number]);
}

async function inTransaction<Given>(client: ClientBase, work: () => Promise<Given>): Promise<Given> {
  await client.query('BEGIN');
  try {
    const given = await work();
    await client.query('COMMIT');
    return given;
  } catch (error) {
    // The first error is the one to tell; a connection that is gone has rolled back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
