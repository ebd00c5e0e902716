/** Taking over holds a connection while it looks who lives: a database that goes away in that moment ends no worker. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { takeOver } from '../../src/engine/take-over.ts';
import { Workers } from '../../src/engine/workers.ts';
import { hasPostgres, openStore } from './database/open-store.ts';

it.runIf(hasPostgres)(
  'a connection that is cut while it is held is told to nobody but the next look',
  async () => {
    const { pool } = await openStore();
    const clock = {
      sleep: (ms: number, signal?: AbortSignal) => sleep(Math.min(ms, 20), undefined, { signal }).catch(() => undefined),
      monotonic: () => performance.now(),
    };
    const workers = await Workers.join(pool, { own: 'one', beatMs: 60_000, deadMs: 60_000, clock, onLost: () => undefined });
    onTestFinished(() => workers.leave());
    let looks = 0;
    vi.spyOn(workers, 'strikeOff').mockImplementation(async () => {
      looks += 1;
      if (looks > 1) return ['one'];
      const cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'";
      await pool.query(cut);
      await expect
        .poll(async () => (await pool.query("SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'")).rowCount)
        .toBe(0);
      return ['one'];
    });
    const over = new AbortController();
    const taking = takeOver({ pool, workers, clock, everyMs: 20, over: over.signal, onAdopted: () => undefined });
    await expect.poll(() => looks, { timeout: 20_000 }).toBeGreaterThan(1);
    over.abort();
    await taking;
  },
  60_000,
);
