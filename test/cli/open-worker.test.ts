/** Opening a worker that cannot join leaves nothing behind that would keep its process, and says what the database refused. */
import { expect, it } from 'vitest';
import { openWorker } from '../../src/cli/open-worker.ts';
import { hasPostgres, openStore, storeFolder } from '../engine/database/open-store.ts';

const SESSIONS =
  "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";

it.runIf(hasPostgres)('a worker that the database refuses says why, and lets go of it', { timeout: 60_000 }, async () => {
  const folder = storeFolder();
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
  await expect.poll(async () => (await database.pool.query<{ count: number }>(SESSIONS)).rows[0]?.count, { timeout: 5000 }).toBe(0);
});
