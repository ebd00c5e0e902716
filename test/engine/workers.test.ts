/** Workers know each other by their beats: who is silent is struck off, a clock that is set strikes off nobody, and a name is worked by once. */
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/engine/database/database.ts';
import { PostgresStore } from '../../src/engine/postgres-store.ts';
import { Workers } from '../../src/engine/workers.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from '../capture/stage.ts';
import { hasPostgres, suiteStore } from './database/open-store.ts';

const [BEAT_MS, DEAD_MS, LOOK_MS] = [2000, 10_000, 2000];
const playbook = readPlaybook();
let database: Database;
let nowMs = 0;

describe.runIf(hasPostgres)('workers of one store', () => {
  const store = suiteStore();
  beforeAll(async () => {
    database = store.database;
  });
  beforeEach(async () => {
    for (const table of ['captures', 'devices', 'workers']) await database.pool.query(`DELETE FROM flaptrap.${table}`);
  });

  /** Beats no more than once: what it does later is written by the test. */
  async function join(own: string, isGone?: (worker: string) => boolean): Promise<Workers> {
    const sleep = (_ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((come) => signal?.addEventListener('abort', () => come(), { once: true }));
    const clock = { sleep, monotonic: () => nowMs };
    const joined = await Workers.join(database.pool, { own, beatMs: BEAT_MS, deadMs: DEAD_MS, clock, onLost: () => undefined, isGone });
    onTestFinished(() => joined.leave());
    return joined;
  }

  async function lookFor(workers: Workers, ms: number): Promise<string[]> {
    let alive = await workers.strikeOff();
    for (const untilMs = nowMs + ms; nowMs < untilMs; alive = await workers.strikeOff()) nowMs += LOOK_MS;
    return alive.toSorted();
  }

  const beat = (worker: string, at: string) =>
    database.pool.query(`UPDATE flaptrap.workers SET beat_at = now() + $2::interval WHERE worker = $1`, [worker, at]);

  it('strike off who is silent, once it was silent for long enough, and never themselves', async () => {
    const one = await join('one');
    await join('two');
    await beat('one', '-1 hour');
    expect(await lookFor(one, DEAD_MS - LOOK_MS)).toEqual(['one', 'two']);
    expect(await lookFor(one, LOOK_MS)).toEqual(['one']);
  });

  it('strike off at once whose process is seen to have ended, and nobody else', async () => {
    const one = await join('one', (worker) => worker !== 'three');
    for (const own of ['two', 'three']) await join(own);
    expect((await one.strikeOff()).toSorted()).toEqual(['one', 'three']);
  });

  it('take nobody for dead when the clock of the database was set ahead', async () => {
    const one = await join('one');
    await join('two');
    for (const worker of ['one', 'two']) await beat(worker, '-3 days');
    expect(await lookFor(one, LOOK_MS)).toEqual(['one', 'two']);
    await beat('two', '0');
    expect(await lookFor(one, LOOK_MS)).toEqual(['one', 'two']);
  });

  it('take one for dead whose last beat lies in the future since the clock was set back', async () => {
    const one = await join('one');
    await join('two');
    await beat('two', '3 days');
    expect(await lookFor(one, DEAD_MS)).toEqual(['one']);
  });

  it('believe nothing of what they have seen before they stood still', async () => {
    const one = await join('one');
    await join('two');
    await lookFor(one, LOOK_MS);
    nowMs += 60_000;
    await beat('two', '-1 minute');
    expect(await one.strikeOff()).toHaveLength(2);
  });

  it('refuse a name by which one is at work, or was: what it still types would pass for the work of the other', async () => {
    const first = await join('one');
    await expect(join('one')).rejects.toThrow('a worker by the name of one is or was at work in this store');
    const { plan } = draftPlan(playbook, 1_767_582_000_000);
    await new PostgresStore(database.pool, database.shown, first).open(plan, playbook);
    await first.leave();
    await expect(join('one')).rejects.toMatchObject({ context: { next: 'give each process a name of its own' } });
  });
});
