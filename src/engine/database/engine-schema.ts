/** The engine's schema is DBOS's own: which version it has, and how it comes to that version in the transaction of a restore. */
import { allMigrations } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/internal/migrations';
import { getCurrentSysDBVersion } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/migration_runner';
import type { ClientBase } from 'pg';
import { FlaptrapError } from '../../errors.ts';
import { ENGINE_SCHEMA } from './tables.ts';

/** Zero where the engine has never run. */
export function engineVersionOf(client: ClientBase): Promise<number> {
  return getCurrentSysDBVersion(client, ENGINE_SCHEMA);
}

/** DBOS takes an existing object for its own too: its oldest migrations overlap. [C] DBOS 5.3.0, migration_runner.js */
const IS_THERE = /^(?:42P07|42710|42701|42P06|23505)$/;

/** DBOS itself makes indexes without a lock, which no transaction can hold; nobody else works with what is being restored. */
export async function makeEngineSchema(client: ClientBase, version: number): Promise<void> {
  if (version === 0) return;
  const all = allMigrations(ENGINE_SCHEMA);
  if (version > all.length)
    throw new FlaptrapError('input', `the backup is of a newer engine (schema ${version}; this one knows up to ${all.length})`, {
      next: 'restore it with the flaptrap that made it, or a newer one',
    });
  for (const statement of all.slice(0, version).flatMap(({ pg = [] }) => pg)) {
    await client.query('SAVEPOINT one');
    await client.query(statement.replaceAll(/\bCONCURRENTLY\b/g, '')).catch(async (error: Error & { code?: string }) => {
      if (!IS_THERE.test(error.code ?? '')) throw error;
      await client.query('ROLLBACK TO one');
    });
  }
  await client.query(`DELETE FROM ${ENGINE_SCHEMA}.dbos_migrations`);
  await client.query(`INSERT INTO ${ENGINE_SCHEMA}.dbos_migrations (version) VALUES ($1)`, [version]);
}
