/** The PostgreSQL store keeps the contract of every store; and of a capture that another worker holds it writes nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/engine/database/database.ts';
import { PostgresStore } from '../../src/engine/postgres-store.ts';
import { States } from '../../src/engine/states.ts';
import { Workers } from '../../src/engine/workers.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from '../capture/stage.ts';
import { storeContract } from '../capture/store-contract.ts';
import { hasPostgres, suiteStore } from './database/open-store.ts';

const playbook = readPlaybook();
const { plan } = draftPlan(playbook, 1_767_582_000_000);
const ENTRY = { at: '2026-01-05T03:00:00.000Z', side: 'a', step: 'guard', what: 'intent' } as const;
let database: Database;
let workers = 0;

describe.runIf(hasPostgres)('a store in PostgreSQL', () => {
  const store = suiteStore();
  beforeAll(async () => {
    database = store.database;
  });

  async function join(onLost = (): void => undefined): Promise<Workers> {
    workers += 1;
    const clock = { sleep: (ms: number, signal?: AbortSignal) => soon(ms, signal), monotonic: () => performance.now() };
    const joined = await Workers.join(database.pool, { own: `worker-${workers}`, beatMs: 50, deadMs: 60_000, clock, onLost });
    onTestFinished(() => joined.leave());
    return joined;
  }

  async function open(joined?: Workers): Promise<PostgresStore> {
    return new PostgresStore(database.pool, database.shown, joined ?? (await join()));
  }

  async function empty(): Promise<void> {
    await database.pool.query('DELETE FROM flaptrap.captures');
    await database.pool.query('DELETE FROM flaptrap.workers');
  }

  describe('keeps the contract:', () => {
    storeContract(async () => {
      await empty();
      return open();
    });
  });

  it('lets nobody else write of a capture while its worker lives', async () => {
    await empty();
    const [one, two] = [await open(await join()), await open(await join())];
    await one.open(plan, playbook);
    await expect(two.note(plan.captureId, ENTRY)).rejects.toMatchObject({ code: 'fenced' });
    await expect(two.keepFile(plan.captureId, 'x', '')).rejects.toMatchObject({ code: 'fenced' });
    await expect(two.claim(plan.captureId)).rejects.toThrow('which is alive');
    await one.note(plan.captureId, ENTRY);
    expect((await two.read(plan.captureId))?.journal).toEqual([ENTRY]);
  });

  it('gives the capture of a worker that has died to another, and the dead one writes no more of it', async () => {
    await empty();
    const dead = await join();
    const [one, two] = [await open(dead), await open(await join())];
    await one.open(plan, playbook);
    await dead.leave();
    using _claim = await two.claim(plan.captureId);
    await two.note(plan.captureId, ENTRY);
    await expect(one.note(plan.captureId, ENTRY)).rejects.toMatchObject({ code: 'fenced' });
    expect((await one.read(plan.captureId))?.journal).toEqual([ENTRY]);
  });

  it('lends a capture that waits, and none whose worker is changing its lease', async () => {
    await empty();
    const [holder, hand] = [await open(await join()), await open(await join())];
    await holder.open(plan, playbook);
    await database.pool.query(`UPDATE flaptrap.captures SET phase = 'waiting', state = '{"watch": "told"}'`);
    const carriedAs = (status: string) =>
      database.pool.query(
        `INSERT INTO dbos.workflow_status (workflow_uuid, status) VALUES ($1, $2)
         ON CONFLICT (workflow_uuid) DO UPDATE SET status = excluded.status`,
        [plan.captureId, status],
      );
    await carriedAs('PENDING');
    await expect(hand.borrow(plan.captureId)).rejects.toThrow('which is alive');
    await carriedAs('SUCCESS');
    await (await hand.borrow(plan.captureId))[Symbol.asyncDispose]();
    await holder.note(plan.captureId, ENTRY);
  });

  it('does not believe a plan that was changed behind its seal', async () => {
    await empty();
    const store = await open();
    await store.open(plan, playbook);
    await database.pool.query("UPDATE flaptrap.captures SET plan = replace(plan::text, 'hq', 'hq2')::json");
    await expect(store.read(plan.captureId)).rejects.toThrow('was changed after the routers were armed');
    const { records, refused } = await store.listAll();
    expect([records, refused.map(({ captureId }) => captureId)]).toEqual([[], [plan.captureId]]);
  });

  it('lists a capture of which no more than its record is there yet, as in the moment before it is begun', async () => {
    await empty();
    await (await open()).open(plan, playbook);
    expect(await new States(database.pool, 'one').list()).toMatchObject([
      { captureId: plan.captureId, phase: 'arming', bundles: [], ending: null, peers: { a: { standing: '' } } },
    ]);
  });

  it('remembers of a capture that has ended which startup configurations hold it, until one is seen without it, whoever saw that', async () => {
    await empty();
    const [holder, passer] = [await open(), new PostgresStore(database.pool, '', { own: '', isAlive: async () => true })];
    await holder.open(plan, playbook);
    await database.pool.query("UPDATE flaptrap.captures SET phase = 'ended'");
    const seen = (side: 'a' | 'b', what: 'saved' | 'unsaved') => ({ ...ENTRY, step: 'startup', side, what });
    const states = new States(database.pool, 'one');
    for (const entry of [seen('a', 'saved'), seen('b', 'saved'), seen('b', 'saved')]) await passer.noteSaved(plan.captureId, entry);
    expect(await states.find(plan.captureId)).toMatchObject({ saved: ['a', 'b'] });
    await passer.noteSaved(plan.captureId, seen('a', 'unsaved'));
    expect(await states.find(plan.captureId)).toMatchObject({ saved: ['b'] });
    expect((await holder.read(plan.captureId))?.journal.map(({ side, what }) => `${side} ${what}`)).toEqual([
      'a saved',
      'b saved',
      'b saved',
      'a unsaved',
    ]);
  });

  it('tells a worker that was struck off, once', async () => {
    await empty();
    let lost = 0;
    await join(() => (lost += 1));
    await database.pool.query('DELETE FROM flaptrap.workers');
    await expect.poll(() => lost).toBe(1);
  });
});

function soon(ms: number, signal?: AbortSignal): Promise<void> {
  return sleep(Math.min(ms, 50), undefined, { signal }).catch(() => undefined);
}
