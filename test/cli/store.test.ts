/** `flaptrap store`: what it says and does over the real embedded server, by commands and by processes of different users. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { placeOf } from '../../src/engine/database/place.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import { begunStoreFolder, hasPostgres, openStore, storeFolder } from '../engine/database/open-store.ts';
import { flaptrap } from './flaptrap.ts';
import { buildProgram, runCli } from './run-cli.ts';

describe.runIf(hasPostgres)('flaptrap store', { timeout: 240_000 }, () => {
  it('says what it is and starts nothing; is started, backed up, stopped, and restored elsewhere', async () => {
    const folder = storeFolder();
    const before = await flaptrap(['store', 'status', '--store', folder]);
    expect(before).toMatchObject({ code: 0, stdout: `the store in ${folder} is not made yet; whatever needs it starts it\n` });
    expect(existsSync(join(folder, 'data'))).toBe(false);

    expect((await flaptrap(['store', 'start', '--store', folder])).stdout).toMatch(
      /^the store in .* runs since .*\nPostgreSQL 18\.\d+, schema \d+, /,
    );
    const { pool, close } = await openStore(folder);
    await pool.query(
      "INSERT INTO flaptrap.captures (capture_id, plan, playbook, seal, operator, lease_ends_at) VALUES ('7f3a9c01', '{}', '{}', '{}', 'ops', now())",
    );
    await close();
    const status = JSON.parse((await flaptrap(['store', 'status', '--store', folder, '--json'])).stdout);
    expect(status).toMatchObject({ schema: 'flaptrap.store-status/1', kind: 'embedded', place: folder, isRunning: true, isMade: true });
    expect(status.holds).toMatchObject({ captures: { open: 1, ended: 0 }, sessions: 0, version: status.holds.newestVersion });

    const file = join(folder, 'backup.tar.gz');
    expect((await flaptrap(['store', 'backup', file, '--store', folder])).stdout).toMatch(
      /^1 capture, 0 lines of their journals, .* written to /,
    );
    const again = await flaptrap(['store', 'backup', file, '--store', folder]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/nothing is ever overwritten/)]);

    const stopped = await flaptrap(['store', 'stop', '--store', folder]);
    expect(stopped.stdout).toBe(`the store in ${folder} has ended\n`);
    expect(stopped.stderr).toMatch(/1 capture not ended: their routers stay armed until their leases end/);
    expect((await flaptrap(['store', 'status', '--store', folder])).stdout).toMatch(/ does not run; whatever needs it starts it\n$/);
    expect((await flaptrap(['store', 'stop', '--store', folder, '--json'])).stdout).toMatch(/"wasRunning": false/);

    const other = storeFolder();
    expect((await flaptrap(['store', 'restore', file, '--store', other])).stdout).toMatch(/^1 capture, .* restored from /);
    expect(await flaptrap(['store', 'restore', file, '--store', other])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is not empty: flaptrap\.captures has 1 rows; nothing was restored/),
    });
  });

  it('is not even made where what is to be restored is no backup, or cannot be read twice', async () => {
    const folder = storeFolder();
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'backed up on Friday\n');
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const store = join(folder, 'store');
    for (const file of [text, pipe, folder, join(folder, 'nowhere')]) {
      const { code, stdout, stderr } = await flaptrap(['store', 'restore', file, '--store', store]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/is no whole backup of a store: .*; nothing was restored|nowhere: it is not there/);
      expect(existsSync(store)).toBe(false);
    }
  });

  it('of a team is not stopped from here, and an error about it holds no password', async () => {
    const url = 'postgresql://ops:geheim@127.0.0.1:1/fleet';
    vi.stubEnv('FLAPTRAP_STORE', url);
    for (const command of ['status', 'stop', 'start']) {
      const { code, stdout, stderr } = await flaptrap(['store', command, '--json']);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/postgresql:\/\/ops@127\.0\.0\.1:1\/fleet/);
      expect(stderr).not.toMatch(/geheim/);
    }
  });

  it('of a team is the same store by the same commands, and honest about whose it is', async () => {
    const folder = await begunStoreFolder();
    const { url, close } = await openStore(folder);
    await close();
    const { stdout } = await flaptrap(['store', 'status', '--store', url]);
    expect(stdout).toMatch(
      /^the database of a team, postgresql:\/\/flaptrap@localhost:5432\/flaptrap, answers: it is not flaptrap's to start or stop\n/,
    );
    const stop = await flaptrap(['store', 'stop', '--store', url]);
    expect([stop.code, stop.stderr]).toEqual([2, expect.stringMatching(/is not a database of flaptrap's own/)]);
    expect(findPostmaster(placeOf(folder, process.getuid?.()))).toBeDefined();
  });

  it('of one folder is one server, however many processes begin at once', async () => {
    const main = await buildProgram();
    const folder = storeFolder();
    const ran = await Promise.all(Array.from({ length: 4 }, () => runCli(main, ['store', 'start', '--store', folder, '--json'])));
    expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual(Array.from({ length: 4 }, () => [0, '']));
    expect(new Set(ran.map(({ stdout }) => JSON.parse(stdout).server.pid)).size).toBe(1);
  });

  it.runIf(process.getuid?.() === 0)(
    'of a plain user stands in his own folder and runs as himself; where he may not write, it says so',
    async () => {
      const main = await buildProgram();
      const [known, unknown] = [1, 4711];
      const home = storeFolder();
      mkdirSync(join(home, 'his'));
      mkdirSync(join(home, 'open'));
      chmodSync(join(home, 'open'), 0o777);
      mkdirSync(join(home, 'not-his'), { mode: 0o755 });
      chownSync(join(home, 'his'), known, known);
      const inHis = await asUser(known, [main, 'store', 'start', '--store', join(home, 'his', 'store'), '--json']);
      expect(inHis.stderr).toBe('');
      const { pid } = JSON.parse(inHis.stdout).server;
      expect(findPostmaster(placeOf(join(home, 'his', 'store'), known))?.pid).toBe(pid);
      const notHis = await asUser(known, [main, 'store', 'start', '--store', join(home, 'not-his', 'store')]);
      expect([notHis.code, notHis.stderr]).toEqual([
        2,
        expect.stringMatching(/cannot keep the database in .*not-his\/store: you have no right to it/),
      ]);
      const nobodyKnown = await asUser(unknown, [main, 'store', 'start', '--store', join(home, 'open', 'store')]);
      expect([nobodyKnown.code, nobodyKnown.stderr]).toEqual([2, expect.stringMatching(/give this user a line in \/etc\/passwd/)]);
      expect((await asUser(known, [main, 'store', 'stop', '--store', join(home, 'his', 'store')])).code).toBe(0);
    },
  );
});

function asUser(uid: number, args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, args, { uid, gid: uid, cwd: '/', env: { PATH: process.env['PATH'], HOME: '/' } });
  const ran = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece: Buffer) => (ran.stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (ran.stderr += piece.toString()));
  return new Promise((resolve, reject) => void child.on('error', reject).on('close', (code) => resolve({ code, ...ran })));
}
