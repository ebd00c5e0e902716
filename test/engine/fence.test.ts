/** The fence of a device: one worker writes at a time, and who lost a capture writes nothing more of it, however late it wakes. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceGuard } from '../../src/capture/entrance.ts';
import type { DeviceTarget } from '../../src/device/target.ts';
import type { Database } from '../../src/engine/database/database.ts';
import { fenceOf } from '../../src/engine/fence.ts';
import { PostgresStore } from '../../src/engine/postgres-store.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from '../capture/stage.ts';
import { hasPostgres, suiteStore } from './database/open-store.ts';

const playbook = readPlaybook();
const HQ: DeviceTarget = {
  name: 'hq',
  host: '192.0.2.1',
  port: 22,
  username: 'ops',
  hostKeys: { policy: 'pinned', fingerprint: '' },
  legacyAlgorithms: false,
  jumpHosts: [],
};
const WRITE = ['configure terminal'];
let database: Database;

describe.runIf(hasPostgres)('the fence of a device', () => {
  const store = suiteStore();
  beforeAll(async () => {
    database = store.database;
  });
  beforeEach(async () => {
    await database.pool.query('DELETE FROM flaptrap.captures');
    await database.pool.query('DELETE FROM flaptrap.devices');
  });

  async function capture(worker: string, nonce: string): Promise<string> {
    const { plan } = draftPlan(playbook, 1_767_582_000_000, undefined, nonce);
    const store = new PostgresStore(database.pool, database.shown, { own: worker, isAlive: async () => true });
    await store.open(plan, playbook);
    return plan.captureId;
  }

  function guard(worker: string, captureId: string, change: { writeMs?: number; monotonic?: () => number } = {}): Promise<DeviceGuard> {
    const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
    const options = { worker, writeMs: 60_000, patienceMs: 100, monotonic: () => performance.now(), sleep: soon, ...change };
    return fenceOf(database.pool, captureId, options)(HQ);
  }

  const tokenNow = async (): Promise<string | undefined> =>
    (await database.pool.query<{ token: string }>('SELECT token FROM flaptrap.devices')).rows[0]?.token;

  it('is asked for nothing where only shows are typed', async () => {
    const held = await guard('one', 'not-there');
    await held.mayType(['show clock', '  show running-config']);
    expect(await tokenNow()).toBe(undefined);
  });

  it('lets one worker write line by line under one token', async () => {
    const held = await guard('one', await capture('one', 'a'));
    for (let line = 0; line < 3; line += 1) await held.mayType(WRITE);
    expect(await tokenNow()).toBe('1');
  });

  it('keeps another worker out until the last line is surely over, then gives it a higher token', async () => {
    const [first, second] = [await capture('one', 'a'), await capture('two', 'b')];
    await (await guard('one', first, { writeMs: 300 })).mayType(WRITE);
    await expect((await guard('two', second)).mayType(WRITE)).rejects.toMatchObject({ code: 'device-busy' });
    const late = await guard('two', second);
    await expect
      .poll(() =>
        late.mayType(WRITE).then(
          () => 'free',
          () => 'busy',
        ),
      )
      .toBe('free');
    expect(await tokenNow()).toBe('2');
  });

  it('keeps another worker out while the one that has it looks at what it has written, and only that one', async () => {
    const [first, second] = [await capture('one', 'a'), await capture('two', 'b')];
    const held = await guard('one', first);
    await held.mayType(WRITE);
    const deadline = async () =>
      (await database.pool.query<{ left: number }>('SELECT extract(epoch FROM write_deadline - now())::int AS left FROM flaptrap.devices'))
        .rows[0]?.left;
    await database.pool.query("UPDATE flaptrap.devices SET write_deadline = now() + interval '1 second'");
    await (await guard('two', second)).mayType(['show clock']);
    expect(await deadline()).toBeLessThan(2);
    await held.mayType(['show clock']);
    expect(await deadline()).toBeGreaterThan(50);
  });

  it('keeps nobody out for longer than a line may take, whatever the clock of the database was set back by', async () => {
    const [first, second] = [await capture('one', 'a'), await capture('two', 'b')];
    await (await guard('one', first)).mayType(WRITE);
    await database.pool.query("UPDATE flaptrap.devices SET write_deadline = now() + interval '3 days'");
    await expect
      .poll(async () =>
        (await guard('two', second, { writeMs: 300 })).mayType(WRITE).then(
          () => 'free',
          () => 'busy',
        ),
      )
      .toBe('free');
  });

  it('is free at once for another when a session is closed', async () => {
    const [first, second] = [await capture('one', 'a'), await capture('two', 'b')];
    const held = await guard('one', first);
    await held.mayType(WRITE);
    await held.release();
    await (await guard('two', second)).mayType(WRITE);
    expect(await tokenNow()).toBe('2');
  });

  it('refuses a worker whose capture was taken over, at its very next line', async () => {
    const id = await capture('one', 'a');
    const zombie = await guard('one', id, { writeMs: 300 });
    await zombie.mayType(WRITE);
    await database.pool.query("UPDATE flaptrap.captures SET worker = 'two'");
    const heir = await guard('two', id);
    await expect
      .poll(() =>
        heir.mayType(WRITE).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect(zombie.mayType(WRITE)).rejects.toMatchObject({ code: 'fenced' });
    await expect((await guard('one', id)).mayType(WRITE)).rejects.toMatchObject({ code: 'fenced' });
  });

  it('refuses a session behind whose back another worker has written meanwhile, though the device is its own again', async () => {
    const [first, second] = [await capture('one', 'a'), await capture('two', 'b')];
    const held = await guard('one', first);
    await held.mayType(WRITE);
    await held.release();
    await (await guard('two', second, { writeMs: 300 })).mayType(WRITE);
    await expect
      .poll(() =>
        guard('one', first)
          .then((anew) => anew.mayType(WRITE))
          .then(
            () => true,
            () => false,
          ),
      )
      .toBe(true);
    // The capture is still its own: what is over is this session, not its worker.
    await expect(held.mayType(WRITE)).rejects.toMatchObject({ code: 'device-busy', message: expect.stringContaining('between two lines') });
  });

  it('asks anew where the process stood still between being allowed and typing', async () => {
    let calls = 0;
    // The first allowance is old when it comes back, as after SIGSTOP.
    const monotonic = (): number => (calls++ < 2 ? 0 : 1_000_000 + calls);
    const held = await guard('one', await capture('one', 'a'), { monotonic });
    await expect(held.mayType(WRITE)).rejects.toMatchObject({ code: 'device-busy' });
  });
});
