/** A gate in the database: two workers of one store share its budget and its routers, and a dead one holds nothing. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { SYSTEM_CLOCK } from '../../../src/capture/clock.ts';
import { placeOf } from '../../../src/engine/database/place.ts';
import { findPostmaster } from '../../../src/engine/database/postmaster.ts';
import { databaseMemory } from '../../../src/fleet/gate/database-memory.ts';
import { GateKeeper } from '../../../src/fleet/gate/keeper.ts';
import { begunStoreFolder, hasPostgres, openStore } from '../../engine/database/open-store.ts';

const RULES = { logins: { perSecond: 50, burst: 50 }, commands: { perSecond: 500, burst: 500 }, sessionsMax: 10 };
const LOGIN = { router: 'hq.example.net:22', account: 'ops', logins: 1 };

describe.skipIf(!hasPostgres)('a gate that workers share', () => {
  it('lets one of them at a time into a router, and forgets what a dead one held', async () => {
    const { pool } = await openStore();
    const workers = ['w1', 'w2', 'w3'];
    for (const worker of workers) await pool.query('INSERT INTO flaptrap.workers (worker) VALUES ($1)', [worker]);
    const [one, two, three] = workers.map((worker) =>
      new GateKeeper(databaseMemory(pool, RULES, 60_000), SYSTEM_CLOCK, worker, 20).gateFor('arm'),
    );
    const first = await one?.enter(LOGIN);
    first?.greeted();
    const entered: string[] = [];
    const second = two?.enter(LOGIN).then((pass) => {
      entered.push('w2');
      pass.greeted();
    });
    const elsewhere = await three?.enter({ ...LOGIN, router: 'branch.example.net:22' });
    expect(entered).toEqual([]);
    elsewhere?.left('done');
    first?.left('done');
    await second;
    expect(entered).toEqual(['w2']);
    // It dies with its session open.
    await pool.query("DELETE FROM flaptrap.workers WHERE worker = 'w2'");
    const third = await three?.enter(LOGIN);
    await third?.beforeTyping(3);
    third?.left('done');
    await expect
      .poll(async () => (await pool.query<{ open: object }>("SELECT state->'open' AS open FROM flaptrap.gates")).rows[0]?.open)
      .toEqual({});
  }, 60_000);

  it('goes by the rates that an operator said to a fleet, also for a worker to which nobody said any', async () => {
    const { pool } = await openStore();
    const [fleet, serve] = ['w1', 'w2'].map((worker) => new GateKeeper(databaseMemory(pool, RULES, 60_000), SYSTEM_CLOCK, worker));
    const logins = { perSecond: 0.5, burst: 1 };
    expect(await fleet?.rule({ logins })).toEqual({ ...RULES, logins });
    await serve?.counted('hq.example.net:22', 5);
    expect(await fleet?.rule({})).toEqual({ ...RULES, logins });
  }, 60_000);

  it('keeps to the clock of the database, whatever those of its workers say', async () => {
    const { pool } = await openStore();
    const memory = databaseMemory(pool, { ...RULES, logins: { perSecond: 1, burst: 1 } }, 60_000);
    const times: number[] = [];
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      // Two hosts that are a year apart.
      for (const hostMs of [0, 31_536_000_000, 0, 31_536_000_000]) {
        vi.setSystemTime(hostMs);
        await memory.change((state, nowMs) => ({ state, result: times.push(nowMs, state.logins.atMs) }));
      }
    } finally {
      vi.useRealTimers();
    }
    expect(times).toHaveLength(8);
    for (const atMs of times) expect(Math.abs(Date.now() - atMs)).toBeLessThan(60_000);
  }, 60_000);

  it('whose database dies in the middle of a change says so to whoever asked, and ends no process', async () => {
    const folder = await begunStoreFolder();
    const { pool } = await openStore(folder);
    const pid = findPostmaster(placeOf(folder, process.getuid?.()))?.pid;
    if (pid === undefined) throw new Error('no database to kill');
    const killed = databaseMemory(pool, RULES, 60_000).change((state) => {
      process.kill(pid, 'SIGQUIT');
      // A change is made in one go: only what waits here as well sees it dead before the change is written.
      execFileSync('tail', ['--pid', String(pid), '--sleep-interval', '0.05', '--follow', '/dev/null'], { timeout: 20_000 });
      return { state, result: 'changed' };
    });
    await expect(killed).rejects.toThrow();
    const { pool: again } = await openStore(folder);
    expect(await databaseMemory(again, RULES, 60_000).change((state) => ({ state, result: 'changed' }))).toBe('changed');
  }, 60_000);
});
