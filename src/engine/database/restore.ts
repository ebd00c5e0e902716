/** Restoring loads a backup into a store that holds nothing, in one transaction: whole, or nothing at all; it is brought up to date in the same one. */
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { type CopyStreamQuery, from } from 'pg-copy-streams';
import { FlaptrapError } from '../../errors.ts';
import type { Backup } from './backup-form.ts';
import { type Database, withTransaction } from './database.ts';
import { makeEngineSchema } from './engine-schema.ts';
import { NEWEST, requireKnown, SCHEMA, step } from './migrate.ts';
import { checkBackup, piecesOf } from './read-backup.ts';
import { ENGINE_SCHEMA, fullName, listTables, quotedColumns, quotedName, type Table } from './tables.ts';

/** What makes a store one that must not be written over. */
const RECORDS = [`${SCHEMA}.captures`, `${SCHEMA}.audit`, `${ENGINE_SCHEMA}.workflow_status`];
/** Somebody works with it. */
const LOCK_MS = 5000;

/** Throws where it is no whole backup, or a newer flaptrap's: before any store is opened, or made, for it. */
export async function proveBackup(file: string): Promise<Backup> {
  const backup = await checkBackup(file);
  requireKnown(backup.versions.flaptrap, `the backup ${file}`);
  return backup;
}

/** `proven`: its manifest, where somebody has looked already. */
export async function restoreStore(database: Database, file: string, proven?: Backup): Promise<Backup> {
  const backup = proven ?? (await proveBackup(file));
  await withTransaction(database, '', async (client) => {
    await client.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
    await requireEmpty(client, database.shown);
    for (const schema of [SCHEMA, ENGINE_SCHEMA]) await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    for (let number = 1; number <= backup.versions.flaptrap; number += 1) await step(client, number);
    await makeEngineSchema(client, backup.versions.engine);
    await load(client, file, backup);
    for (let number = backup.versions.flaptrap + 1; number <= NEWEST; number += 1) await step(client, number);
    await markRestored(client, backup.takenAt);
    await fenceOff(client);
  });
  return backup;
}

/**
 * Of what was open then nobody knows what became of it: its routers may be clean, or hold more than it says. It says so itself, on each side that is
 * ours, so that nothing is armed by it and all of its plan is undone.
 */
async function markRestored(client: ClientBase, takenAt: string): Promise<void> {
  await client.query(
    `UPDATE ${SCHEMA}.captures SET state = (state::jsonb || jsonb_build_object('restored', $1::text))::json
     WHERE phase <> 'ended' OR NOT state::jsonb ? 'next'`,
    [takenAt],
  );
  await client.query(
    `INSERT INTO ${SCHEMA}.journal (capture_id, entry)
     SELECT capture_id, json_build_object('at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'side', side,
       'step', 'all', 'what', 'restored', 'detail', 'from the backup of ' || $1)
     FROM ${SCHEMA}.captures, unnest(ARRAY['a', 'b']) AS side
     WHERE phase <> 'ended' AND plan -> 'peers' -> side IS NOT NULL AND plan -> 'peers' -> side -> 'foreign' IS NULL`,
    [takenAt],
  );
}

/** More than were given out since any backup. */
const TOKENS_PASSED = 2 ** 32;
/** What a worker of before had begun to type is over then. */
const WRITE_SECONDS = 60;

/** Whoever worked when the backup was taken, or since, holds nothing any more: its token is an old one, and its captures are nobody's. */
async function fenceOff(client: ClientBase): Promise<void> {
  await client.query(
    `UPDATE ${SCHEMA}.devices SET token = token + $1, holder = 'before the restore', write_deadline = now() + $2 * interval '1 second'`,
    [TOKENS_PASSED, WRITE_SECONDS],
  );
  await client.query(`UPDATE ${SCHEMA}.captures SET worker = NULL`);
  await client.query(`DELETE FROM ${SCHEMA}.workers`);
}

async function requireEmpty(client: ClientBase, shown: string): Promise<void> {
  for (const table of RECORDS) {
    const there = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
    if (there.rows[0]?.there !== true) continue;
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    if (rows[0]?.count === '0') continue;
    throw new FlaptrapError('input', `the store ${shown} is not empty: ${table} has ${rows[0]?.count} rows; nothing was restored`, {
      next: 'restore into a new one: --store DIR, or another database',
    });
  }
}

async function load(client: ClientBase, file: string, backup: Backup): Promise<void> {
  const tables = matching(backup, await listTables(client), file);
  for (const table of [...tables.values()].reverse()) {
    await client.query(`ALTER TABLE ${quotedName(table)} DISABLE TRIGGER USER`);
    await client.query(`DELETE FROM ${quotedName(table)}`);
  }
  let copying: { table: string; rows: CopyStreamQuery } | undefined;
  for await (const { table, bytes } of piecesOf(file)) {
    if (copying?.table !== table) {
      await endCopy(copying?.rows);
      const known = tables.get(table);
      if (known === undefined) continue;
      copying = { table, rows: client.query(from(`COPY ${quotedName(known)} (${quotedColumns(known)}) FROM STDIN`)) };
    }
    if (!copying.rows.write(bytes)) await once(copying.rows, 'drain');
  }
  await endCopy(copying?.rows);
  for (const table of tables.values()) await client.query(`ALTER TABLE ${quotedName(table)} ENABLE TRIGGER USER`);
  for (const { last, ...sequence } of backup.sequences)
    if (last !== null) await client.query('SELECT setval($1::regclass, $2)', [quotedName(sequence), last]);
}

async function endCopy(rows: CopyStreamQuery | undefined): Promise<void> {
  if (rows === undefined) return;
  rows.end();
  await finished(rows);
}

/** By name; the columns of a backup are those that its version made. */
function matching({ tables }: Backup, made: readonly Table[], file: string): Map<string, Table> {
  return new Map(
    tables.map(({ schema, name, columns }) => {
      const table = made.find((each) => each.schema === schema && each.name === name);
      if (table === undefined || !columns.every((each) => table.columns.includes(each)))
        throw new FlaptrapError(
          'input',
          `${file} does not fit: ${fullName({ schema, name })} is another table here; nothing was restored`,
          {
            next: 'restore it with the flaptrap that made it',
          },
        );
      return [fullName(table), { schema, name, columns }];
    }),
  );
}
