/** Opening a worker that cannot join, or is not wanted any more, leaves nothing behind that would keep its process, and says why. */
import { existsSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { openWorker } from '../../src/cli/open-worker.ts';
import { placeOf } from '../../src/engine/database/place.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import { begunStoreFolder, hasPostgres, openStore, storeFolder } from '../engine/database/open-store.ts';

const SESSIONS =
  "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";

it.runIf(hasPostgres)(
  'a worker that the database refuses, or that is stopped, says so and lets go of it',
  { timeout: 60_000 },
  async () => {
    const folder = await begunStoreFolder();
    const database = await openStore(folder);
    // As by a disk that is full in the moment in which a worker joins.
    await database.pool.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`);
    await database.pool.query('CREATE TRIGGER refuse BEFORE INSERT ON flaptrap.workers FOR EACH ROW EXECUTE FUNCTION refuse()');
    await expect(openWorker(folder, `${folder}/captures`, { tell: () => undefined })).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining('cannot be used: could not extend file: No space left on device'),
      context: { next: 'make room on the disk of the database' },
    });
    const sessions = async () => (await database.pool.query<{ count: number }>(SESSIONS)).rows[0]?.count;
    await expect.poll(sessions).toBe(0);
    await database.pool.query('DROP TRIGGER refuse ON flaptrap.workers');
    const stop = AbortSignal.abort();
    await expect(openWorker(folder, `${folder}/captures`, { tell: () => undefined }, { stop })).rejects.toMatchObject({ code: 'stopped' });
    await expect.poll(sessions).toBe(0);
    expect((await database.pool.query('SELECT FROM flaptrap.workers')).rowCount).toBe(0);
  },
);

it.runIf(hasPostgres)('a worker that is stopped before its store is there makes none, and waits for nobody who makes it', async () => {
  const folder = storeFolder();
  const stop = AbortSignal.abort();
  await expect(openWorker(folder, `${folder}/captures`, { tell: () => undefined }, { stop })).rejects.toMatchObject({ code: 'stopped' });
  expect(existsSync(`${folder}/data`)).toBe(false);
});

const WAITING = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

/** Where a worker stands still in the middle of opening its store, as long as somebody holds that table. */
const HELD = [
  ['joins the others', 'flaptrap.workers'],
  ['starts the durable engine', 'dbos.workflow_status'],
];

it.runIf(hasPostgres).each(HELD)(
  'a worker whose database is killed while it %s starts it again, and works',
  { timeout: 120_000 },
  async (_moment, table) => {
    const folder = await begunStoreFolder();
    const database = await openStore(folder);
    const told: string[] = [];
    const holder = await database.pool.connect();
    holder.on('error', () => undefined);
    await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    onTestFinished(() => holder.release(true));
    const opening = openWorker(folder, `${folder}/captures`, { tell: (line) => told.push(line) });
    await expect.poll(async () => (await database.pool.query(WAITING)).rowCount, { timeout: 60_000 }).toBeGreaterThan(0);
    process.kill(findPostmaster(placeOf(folder, process.getuid?.()))?.pid ?? 0, 'SIGKILL');
    {
      await using worker = await opening;
      expect(await worker.engine.captures()).toEqual([]);
      expect(told.join('\n')).toContain('was ended while it was opened, and is opened again');
    }
    // The one that came to nothing has left, as far as it could.
    await expect.poll(async () => (await database.pool.query('SELECT FROM flaptrap.workers')).rowCount).toBe(0);
  },
);
