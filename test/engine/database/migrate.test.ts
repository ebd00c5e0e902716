/** The schema of the store: made once by however many come at the same time, forward only, and refused when it is newer than what is known. */
import { describe, expect, it } from 'vitest';
import { connectTo, openUnmigrated, withClient } from '../../../src/engine/database/database.ts';
import { migrate, NEWEST, versionOf } from '../../../src/engine/database/migrate.ts';
import { hasPostgres, openStore, storeFolder } from './open-store.ts';

describe.runIf(hasPostgres)('the schema of the store', { timeout: 120_000 }, () => {
  it('is made once, whoever of many comes first, from each version to the newest', async () => {
    const folder = storeFolder();
    const database = await openUnmigrated({ kind: 'embedded', folder });
    try {
      expect(await withClient(database, versionOf)).toBe(0);
      await withClient(database, (client) => migrate(client, 1));
      await Promise.all(Array.from({ length: 6 }, () => withClient(database, (client) => migrate(client))));
      const { rows } = await database.pool.query('SELECT number FROM flaptrap.version ORDER BY number');
      expect(rows).toEqual(Array.from({ length: NEWEST }, (_, index) => ({ number: index + 1 })));
    } finally {
      await database.close();
    }
  });

  it('is refused when a newer flaptrap has written it, and nothing is changed', async () => {
    const folder = storeFolder();
    const database = await openStore(folder);
    await database.pool.query('INSERT INTO flaptrap.version (number) VALUES (99)');
    await expect(withClient(database, (client) => migrate(client))).rejects.toThrow(
      /schema version 99, and this flaptrap knows only up to/,
    );
    expect((await database.pool.query('SELECT max(number) AS newest FROM flaptrap.version')).rows).toEqual([{ newest: 99 }]);
  });

  it('keeps what is only appended to: an entry is never changed, and no line of the audit is taken away', async () => {
    const { pool } = await openStore();
    await pool.query(
      "INSERT INTO flaptrap.captures (capture_id, plan, playbook, seal, operator, lease_ends_at) VALUES ('7f3a9c01', '{}', '{}', '{}', 'ops', now())",
    );
    await pool.query("INSERT INTO flaptrap.journal (capture_id, entry) VALUES ('7f3a9c01', '{}')");
    await pool.query("INSERT INTO flaptrap.audit VALUES ('book', 1, 'line')");
    for (const change of [
      "UPDATE flaptrap.journal SET entry = '[]'",
      "UPDATE flaptrap.audit SET line = ''",
      'DELETE FROM flaptrap.audit',
      'TRUNCATE flaptrap.audit',
    ])
      await expect(pool.query(change), change).rejects.toThrow(/is refused: it is only ever appended to/);
    await pool.query('DELETE FROM flaptrap.captures');
    expect((await pool.query('SELECT * FROM flaptrap.journal')).rows).toEqual([]);
  });

  it('says whose database cannot be used, and never its password', async () => {
    const url = 'postgresql://ops:geheim@127.0.0.1:1/none?sslpassword=geheim';
    const failed = await connectTo(url, 'postgresql://ops@127.0.0.1:1/none').catch((error: unknown) => error);
    expect(failed).toMatchObject({
      message: expect.stringMatching(/^the database postgresql:\/\/ops@127\.0\.0\.1:1\/none cannot be used: /),
    });
    expect(JSON.stringify(failed) + String(failed)).not.toMatch(/geheim/);
  });
});
