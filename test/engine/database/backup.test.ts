/** Backup and restore on the real server: what comes back is what was there, into an empty store only, whole or not at all. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { allMigrations } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/internal/migrations';
import { runSysMigrationsPg } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/migration_runner';
import { describe, expect, it } from 'vitest';
import { backupStore } from '../../../src/engine/database/backup.ts';
import { type Database, openUnmigrated, withClient } from '../../../src/engine/database/database.ts';
import { NEWEST, versionOf } from '../../../src/engine/database/migrate.ts';
import { restoreStore } from '../../../src/engine/database/restore.ts';
import { canMount, smallDisk } from '../../small-disk.ts';
import { hasPostgres, openEmpty, openStore, storeFolder } from './open-store.ts';

const STAMP = { flaptrap: '0.2.0', takenAt: '2026-01-05T00:00:00.000Z' };

/** Two captures, a file with every byte, the engine's own schema as DBOS makes it, and rows in it. */
async function openFilled(): Promise<Database> {
  const database = await openStore();
  const { pool } = database;
  await withClient(database, (client) => runSysMigrationsPg(client, allMigrations('dbos'), 'dbos', { onWarn: () => undefined }));
  for (const id of ['7f3a9c01', '7f3a9c02'])
    await pool.query(
      `INSERT INTO flaptrap.captures (capture_id, plan, playbook, seal, operator, lease_ends_at, worker) VALUES ($1, '{"b":  1, "a": "\\\\u0000"}', '{}', '{}', $2, now(), 'worker')`,
      [id, 'ops\t\\ \n ü'],
    );
  await pool.query(`INSERT INTO flaptrap.journal (capture_id, entry) SELECT '7f3a9c01', to_json(n) FROM generate_series(1, 300000) AS n`);
  await pool.query("INSERT INTO flaptrap.files VALUES ('7f3a9c02', 'a.txt', $1)", [
    Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  ]);
  await pool.query("INSERT INTO flaptrap.devices VALUES ('192.0.2.1', 9007199254740993, 'worker', '7f3a9c01', now())");
  await pool.query("INSERT INTO flaptrap.audit VALUES ('book', 1, 'one'), ('book', 2, 'two')");
  await pool.query("INSERT INTO dbos.workflow_status (workflow_uuid, status, name) VALUES ('flow', 'PENDING', 'capture')");
  await pool.query("INSERT INTO dbos.notifications (destination_uuid, topic, message) VALUES ('flow', 'stop', 'by hand')");
  return database;
}

/** All that stands in both schemas: columns, indexes, constraints, functions, triggers, and every row of every table. */
async function describeAll({ pool }: Database): Promise<unknown> {
  const ask = async (text: string): Promise<unknown[]> => (await pool.query<Record<string, unknown>>(text)).rows;
  const within = "IN ('flaptrap', 'dbos')";
  const tables = (await ask(`SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname ${within} ORDER BY 1`)) as {
    name: string;
  }[];
  const rows = await Promise.all(
    tables
      .filter(({ name }) => name !== 'flaptrap.version')
      .map(({ name }) => ask(`SELECT '${name}' AS name, count(*)::int, md5(string_agg(t::text, ';' ORDER BY t::text)) FROM ${name} t`)),
  );
  return {
    rows,
    columns: await ask(
      `SELECT table_schema, table_name, column_name, ordinal_position, data_type, column_default, is_nullable, is_identity FROM information_schema.columns WHERE table_schema ${within} ORDER BY 1, 2, 3`,
    ),
    indexes: await ask(`SELECT indexdef FROM pg_indexes WHERE schemaname ${within} ORDER BY 1`),
    constraints: await ask(
      `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace::regnamespace::text ${within} ORDER BY 1, 2`,
    ),
    functions: await ask(`SELECT pg_get_functiondef(oid) AS text FROM pg_proc WHERE pronamespace::regnamespace::text ${within} ORDER BY 1`),
    triggers: await ask('SELECT pg_get_triggerdef(oid) AS text, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1'),
    sequences: await ask(`SELECT sequencename, last_value FROM pg_sequences WHERE schemaname ${within} ORDER BY 1`),
  };
}

/** The token of a worker of before is an old one, and its turn is over; then all is as it was. */
async function expectFencedOff(source: Database, target: Database): Promise<void> {
  const read = async ({ pool }: Database) =>
    (
      await pool.query<{ token: string; holder: string; until: string; isOver: boolean }>(
        'SELECT token::text AS token, holder, write_deadline::text AS until, write_deadline < now() AS "isOver" FROM flaptrap.devices',
      )
    ).rows[0];
  const [before, after] = [await read(source), await read(target)];
  expect(BigInt(after?.token ?? 0) - BigInt(before?.token ?? 0)).toBeGreaterThan(1_000_000n);
  expect([before?.holder, after?.holder, after?.isOver]).toEqual(['worker', 'before the restore', false]);
  expect((await target.pool.query('SELECT worker FROM flaptrap.captures')).rows).toEqual([{ worker: null }, { worker: null }]);
  await target.pool.query('UPDATE flaptrap.devices SET token = $1, holder = $2, write_deadline = $3::timestamptz', [
    before?.token,
    before?.holder,
    before?.until,
  ]);
  await source.pool.query('UPDATE flaptrap.captures SET worker = NULL');
}

/** What was open then says that it is from a backup; then all is as it was. */
async function expectMarked({ pool }: Database, takenAt: string): Promise<void> {
  const marks = await pool.query("SELECT capture_id AS id, state ->> 'restored' AS restored FROM flaptrap.captures ORDER BY 1");
  expect(marks.rows).toEqual(['7f3a9c01', '7f3a9c02'].map((id) => ({ id, restored: takenAt })));
  await pool.query("UPDATE flaptrap.captures SET state = (state::jsonb - 'restored')::json");
}

describe.runIf(hasPostgres)('a backup of the store', { timeout: 240_000 }, () => {
  it('comes back as it was, with the schema of the engine, into an empty store and into no other; damage anywhere restores nothing', async () => {
    const source = await openFilled();
    const file = join(storeFolder(), 'store.tar.gz');
    const taken = await backupStore(source, file, STAMP);
    expect(taken.tables.find(({ name }) => name === 'journal')).toMatchObject({
      rows: 300_000,
      pieces: expect.toSatisfy((count) => count > 1),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(backupStore(source, file, STAMP)).rejects.toThrow(/nothing is ever overwritten/);

    const target = await openEmpty();
    for (const [what, spoilt] of spoiltOnes(readFileSync(file))) {
      const path = `${file}.${what}`;
      writeFileSync(path, spoilt);
      await expect(restoreStore(target, path), what).rejects.toThrow(/is no whole backup of a store: .*; nothing was restored$/);
      expect(await withClient(target, versionOf), what).toBe(0);
    }

    await restoreStore(target, file);
    await expectMarked(target, taken.takenAt);
    await expectFencedOff(source, target);
    expect(await describeAll(target)).toEqual(await describeAll(source));
    expect(await withClient(target, versionOf)).toBe(NEWEST);
    await target.pool.query("INSERT INTO flaptrap.journal (capture_id, entry) VALUES ('7f3a9c01', '{}')");
    await expect(restoreStore(target, file)).rejects.toThrow(/is not empty: flaptrap\.captures has 2 rows; nothing was restored$/);
  });

  it('is one instant, whatever workers write meanwhile', async () => {
    const source = await openFilled();
    const file = join(storeFolder(), 'store.tar.gz');
    let isOver = false;
    const writing = (async () => {
      for (let number = 3; !isOver; number += 1)
        await source.pool.query(
          `WITH one AS (INSERT INTO flaptrap.audit VALUES ('book', ${number}, 'more') RETURNING number) INSERT INTO flaptrap.devices SELECT 'router' || number, 1, 'worker', null, now() FROM one`,
        );
    })();
    const taken = await backupStore(source, file, STAMP);
    isOver = true;
    await writing;
    const rowsOf = (wanted: string): number => taken.tables.find(({ name }) => name === wanted)?.rows ?? -1;
    expect(rowsOf('audit') - 2).toBe(rowsOf('devices') - 1);
    const target = await openEmpty();
    await restoreStore(target, file);
    expect((await target.pool.query('SELECT count(*)::int FROM flaptrap.audit')).rows).toEqual([{ count: rowsOf('audit') }]);
  });

  it('of version 1, stored when that was the newest, is restored and brought up to date', async () => {
    const target = await openEmpty();
    await restoreStore(target, join(import.meta.dirname, 'fixtures', 'version-1.tar.gz'));
    expect(await withClient(target, versionOf)).toBe(NEWEST);
    const { rows } = await target.pool.query("SELECT capture_id, operator, plan->>'captureId' AS plan FROM flaptrap.captures");
    expect(rows).toEqual([{ capture_id: '7f3a9c01', operator: 'ops', plan: '7f3a9c01' }]);
    expect((await target.pool.query("SELECT entry->>'what' AS what FROM flaptrap.journal ORDER BY number")).rows).toEqual([
      { what: 'intent' },
      { what: 'done' },
    ]);
    await expect(target.pool.query('DELETE FROM flaptrap.audit')).rejects.toThrow(/only ever appended to/);
  });

  it('cannot be written where its folder is not there, or over a file', async () => {
    const source = await openStore();
    await expect(backupStore(source, join(storeFolder(), 'none', 'store.tar.gz'), STAMP)).rejects.toThrow(
      /cannot write the backup .*: its folder is not there/,
    );
    await expect(backupStore(source, '/dev/full', STAMP)).rejects.toThrow(/nothing is ever overwritten/);
  });

  it.runIf(canMount)('cannot be written to a full disk, nor a store be made there, and leaves nothing behind', async () => {
    const source = await openStore();
    await source.pool.query(
      "INSERT INTO flaptrap.captures (capture_id, plan, playbook, seal, operator, lease_ends_at) VALUES ('7f3a9c01', '{}', '{}', '{}', 'ops', now())",
    );
    await source.pool.query("INSERT INTO flaptrap.files VALUES ('7f3a9c01', 'a.txt', $1)", [randomBytes(9_000_000)]);
    const small = smallDisk(4096);
    await expect(backupStore(source, join(small, 'store.tar.gz'), STAMP)).rejects.toThrow(/cannot write the backup .*: the disk is full/);
    expect(readdirSync(small)).toEqual([]);
    await expect(openUnmigrated({ kind: 'embedded', folder: join(small, 'store') })).rejects.toThrow(/cannot .* the disk is full/);
    expect(readdirSync(join(small, 'store'))).toEqual([]);
  });
});

/** Cut short, one byte of a row changed, a piece taken out, the manifest gone, and what is no archive at all. */
function spoiltOnes(whole: Buffer): [string, Buffer][] {
  const tar = gunzipSync(whole);
  const changed = Buffer.from(tar);
  changed[tar.indexOf('7f3a9c01\t')] = 0x38;
  const entryAt = (name: string): number => tar.indexOf(name);
  const withoutPiece = Buffer.concat([tar.subarray(0, entryAt('flaptrap.journal/00001')), tar.subarray(entryAt('flaptrap.journal/00002'))]);
  const withoutManifest = Buffer.concat([tar.subarray(0, entryAt('manifest.json')), Buffer.alloc(1024)]);
  return [
    ['cut', whole.subarray(0, whole.length - 40)],
    ['changed', gzipSync(changed)],
    ['without-a-piece', gzipSync(withoutPiece)],
    ['without-manifest', gzipSync(withoutManifest)],
    ['no-archive', Buffer.from('hello')],
    ['empty', Buffer.alloc(0)],
  ];
}
