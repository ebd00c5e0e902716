/** The embedded server: started when needed, found again, stopped when told; and what can be wrong with the place where it stands. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src/engine/database/database.ts';
import { placeOf } from '../../../src/engine/database/place.ts';
import { findPostmaster, isAlive } from '../../../src/engine/database/postmaster.ts';
import { stopServer } from '../../../src/engine/database/server.ts';
import { begunStoreFolder, hasPostgres, openStore, storeFolder } from './open-store.ts';

const isRoot = process.getuid?.() === 0;
const placeFor = (folder: string) => placeOf(folder, process.getuid?.());

describe.runIf(hasPostgres)('the embedded server', { timeout: 120_000 }, () => {
  it('is started by the first who opens it, keeps what is written, and is found again by the next', async () => {
    const folder = storeFolder('new');
    const left = join(folder, 'data.2147483646.part');
    mkdirSync(left, { recursive: true });
    const first = await openStore(folder);
    expect(existsSync(left), 'what a killed process had begun').toBe(false);
    const running = findPostmaster(placeFor(folder));
    await first.pool.query("INSERT INTO flaptrap.audit VALUES ('book', 1, 'line')");
    await first.close();
    expect(isAlive(running?.pid ?? 0)).toBe(true);
    const second = await openStore(folder);
    expect((await second.pool.query('SELECT line FROM flaptrap.audit')).rows).toEqual([{ line: 'line' }]);
    expect(findPostmaster(placeFor(folder))?.pid).toBe(running?.pid);
  });

  it('listens on a socket in a folder of its user alone, on no network, writes through to the disk, and lets nobody be its master', async () => {
    const folder = await begunStoreFolder();
    const { pool } = await openStore(folder);
    const asked = await pool.query<{ name: string; setting: string }>(
      "SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name",
    );
    expect(Object.fromEntries(asked.rows.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      synchronous_commit: 'on',
    });
    const { socketFolder, data } = placeFor(folder);
    expect([socketFolder, data].map((each) => statSync(each).mode & 0o777)).toEqual([0o700, 0o700]);
    expect((await pool.query('SELECT current_user AS who, rolsuper FROM pg_roles WHERE rolname = current_user')).rows).toEqual([
      { who: 'flaptrap', rolsuper: false },
    ]);
  });

  it('is killed, and the next who opens it has all that was committed', async () => {
    const folder = await begunStoreFolder();
    const before = await openStore(folder);
    await before.pool.query("INSERT INTO flaptrap.audit VALUES ('book', 1, 'committed')");
    const killed = findPostmaster(placeFor(folder));
    if (killed === undefined) throw new Error('no database to kill');
    process.kill(killed.pid, 'SIGKILL');
    const after = await openStore(folder);
    expect((await after.pool.query('SELECT line FROM flaptrap.audit')).rows).toEqual([{ line: 'committed' }]);
    expect(findPostmaster(placeFor(folder))?.pid).not.toBe(killed.pid);
  });

  it('starts although the number of a killed one is another program by now', async () => {
    const folder = await begunStoreFolder();
    const { data, user } = placeFor(folder);
    await (await openStore(folder)).close();
    const pidFile = join(data, 'postmaster.pid');
    const left = readFileSync(pidFile, 'utf8');
    await stopServer(placeFor(folder));
    const other = spawn('sleep', ['60'], { ...user });
    onTestFinished(() => void other.kill());
    await once(other, 'spawn');
    writeFileSync(pidFile, left.replace(/^\d+/, String(other.pid)), { mode: 0o600 });
    if (user !== undefined) chownSync(pidFile, user.uid, user.gid);
    expect((await (await openStore(folder)).pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(isAlive(other.pid ?? 0)).toBe(true);
  });

  it('is ended by a stop, once, and a stop where none runs says so', async () => {
    const folder = await begunStoreFolder();
    await (await openStore(folder)).close();
    expect(findPostmaster(placeFor(folder))).toBeDefined();
    expect([await stopServer(placeFor(folder)), await stopServer(placeFor(folder))]).toEqual([true, false]);
    expect(findPostmaster(placeFor(folder))).toBeUndefined();
  });

  it('has its socket below /tmp where the path of its folder is too long for one', async () => {
    const folder = storeFolder('a-folder-with-a-long-name'.repeat(4), 'and-another'.repeat(4));
    await openStore(folder);
    expect(findPostmaster(placeFor(folder))?.socketFolder).toMatch(/^\/tmp\/flaptrap-\d+-[0-9a-f]{12}$/);
  });

  it('refuses a folder below /tmp that somebody else has made for its socket', async () => {
    const folder = storeFolder('a-folder-with-a-long-name'.repeat(4), 'and-another'.repeat(4));
    const { socketFolder } = placeFor(folder);
    mkdirSync(socketFolder);
    chmodSync(socketFolder, 0o777);
    await expect(openDatabase({ kind: 'embedded', folder })).rejects.toThrow(/somebody else's or open to others/);
  });

  it('refuses data of another PostgreSQL, leaves them alone, and says how they come over', async () => {
    const folder = storeFolder();
    mkdirSync(join(folder, 'data'), { recursive: true });
    writeFileSync(join(folder, 'data', 'PG_VERSION'), '17\n');
    await expect(openDatabase({ kind: 'embedded', folder })).rejects.toMatchObject({
      message: expect.stringMatching(/of PostgreSQL 17, and this flaptrap brings PostgreSQL 18$/),
      context: { next: expect.stringMatching(/store backup FILE/) },
    });
    expect(readFileSync(join(folder, 'data', 'PG_VERSION'), 'utf8')).toBe('17\n');
  });

  it('says why where a folder cannot be made, or is a file', async () => {
    await expect(openDatabase({ kind: 'embedded', folder: '/proc/flaptrap' })).rejects.toThrow(/cannot .* \/proc\/flaptrap/);
    const folder = storeFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(openDatabase({ kind: 'embedded', folder: join(folder, 'file') })).rejects.toThrow(/a part of its path is a file/);
    await expect(openDatabase({ kind: 'embedded', folder: join(folder, 'x'.repeat(300)) })).rejects.toThrow(/its name is too long/);
  });

  it.runIf(isRoot)('runs as a user of its own for root, and names the folder that this user may not enter', async () => {
    const folder = await begunStoreFolder();
    await openStore(folder);
    expect(statSync(`/proc/${findPostmaster(placeFor(folder))?.pid}`).uid).toBe(65_534);
    const closed = join(storeFolder(), 'closed');
    mkdirSync(closed, { mode: 0o700 });
    await expect(openDatabase({ kind: 'embedded', folder: join(closed, 'store') })).rejects.toThrow(
      new RegExp(`its own user may not enter ${closed}$`),
    );
  });
});
