/** Captures that wait are rows: each message and each end of a lease begins one workflow, of the worker that holds the capture. */
import { allMigrations } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/internal/migrations';
import { runSysMigrationsPg } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/migration_runner';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';
import { type Database, withClient } from '../../src/engine/database/database.ts';
import type { Message } from '../../src/engine/message.ts';
import { adoptParked, attendParked, sendMessage } from '../../src/engine/parking.ts';
import { hasPostgres, suiteStore } from './database/open-store.ts';

const ID = '7f3a9c01';
const STOP: Message = { kind: 'stop', by: 'ops' };
const NOW_MS = Date.parse('2026-01-05T03:00:00Z');
const HOUR_MS = 3_600_000;
const QUICK_MS = 20;

interface Begun {
  by: string;
  workflow: string;
  message: Message;
}

let database: Database;

describe.runIf(hasPostgres)('a capture that waits', { timeout: 60_000 }, () => {
  const store = suiteStore();
  beforeAll(async () => {
    database = store.database;
    await withClient(database, (client) => runSysMigrationsPg(client, allMigrations('dbos'), 'dbos', { onWarn: () => undefined }));
  }, 120_000);

  beforeEach(async () => {
    await database.pool.query('DELETE FROM flaptrap.captures');
    await database.pool.query('DELETE FROM dbos.workflow_status');
  });

  async function park(worker: string, { leaseMs = HOUR_MS, state = {} } = {}): Promise<void> {
    await database.pool.query(
      `INSERT INTO flaptrap.captures (capture_id, plan, playbook, seal, operator, lease_ends_at, phase, worker, state)
       VALUES ($1, '{}', '{}', '{}', 'ops', $2, 'waiting', $3, $4)`,
      [ID, new Date(NOW_MS + leaseMs), worker, JSON.stringify(state)],
    );
    await setStatus(ID, 'SUCCESS');
  }

  async function setStatus(workflow: string, status: string): Promise<void> {
    await database.pool.query(
      `INSERT INTO dbos.workflow_status (workflow_uuid, status) VALUES ($1, $2)
       ON CONFLICT (workflow_uuid) DO UPDATE SET status = excluded.status`,
      [workflow, status],
    );
  }

  /** Workers of these names, whose clock stands; what they begin is written down. */
  function attend(names: readonly string[], { nowMs = NOW_MS, everyMs = QUICK_MS } = {}) {
    const begun: Begun[] = [];
    const looks = { count: 0 };
    const over = new AbortController();
    const attending = names.map((own) => {
      const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
        looks.count += 1;
        return SYSTEM_CLOCK.sleep(ms, signal);
      };
      const goOn = async (_captureId: string, workflow: string, message: Message): Promise<void> => {
        begun.push({ by: own, workflow, message });
      };
      return attendParked({ pool: database.pool, own, clock: { now: () => nowMs, sleep }, everyMs, goOn }, over.signal);
    });
    onTestFinished(async () => {
      over.abort();
      await Promise.all(attending);
    });
    return { begun, looks };
  }

  /** Each has looked again, twice over. */
  async function lookedAgain({ looks }: { looks: { count: number } }): Promise<void> {
    const before = looks.count;
    await expect.poll(() => looks.count).toBeGreaterThan(before + 5);
  }

  it('goes on with a message once, with the worker that holds it', async () => {
    await park('one');
    const workers = attend(['one', 'two']);
    await sendMessage(database.pool, ID, STOP);
    await expect.poll(() => workers.begun).toEqual([{ by: 'one', workflow: `${ID}/2`, message: STOP }]);
    await lookedAgain(workers);
    expect(workers.begun).toHaveLength(1);
  });

  it('is told of a message at once, however seldom its worker looks', async () => {
    await park('one');
    const workers = attend(['one'], { everyMs: HOUR_MS });
    await expect.poll(() => workers.looks.count).toBeGreaterThan(1);
    await sendMessage(database.pool, ID, STOP);
    await expect.poll(() => workers.begun).toHaveLength(1);
  });

  it('keeps a message until the workflow that armed it is done', async () => {
    await park('one');
    await setStatus(ID, 'PENDING');
    const workers = attend(['one']);
    await sendMessage(database.pool, ID, STOP);
    await lookedAgain(workers);
    expect(workers.begun).toEqual([]);
    await setStatus(ID, 'SUCCESS');
    await expect.poll(() => workers.begun).toHaveLength(1);
  });

  it('goes on with one message after the other, in their order', async () => {
    await park('one');
    const lease: Message = { kind: 'lease', leaseEndsAt: '2026-01-06T03:00:00.000Z', by: 'ops' };
    await sendMessage(database.pool, ID, lease);
    await sendMessage(database.pool, ID, STOP);
    const workers = attend(['one']);
    await expect.poll(() => workers.begun).toEqual([{ by: 'one', workflow: `${ID}/2`, message: lease }]);
    await lookedAgain(workers);
    expect(workers.begun).toHaveLength(1);
    await setStatus(`${ID}/2`, 'SUCCESS');
    await expect.poll(() => workers.begun[1]).toEqual({ by: 'one', workflow: `${ID}/3`, message: STOP });
  });

  it('goes on when its lease is over, and not before it may be looked at again', async () => {
    await park('one', { leaseMs: -1, state: { restsUntilMs: NOW_MS + 1 } });
    const early = attend(['one']);
    await lookedAgain(early);
    expect(early.begun).toEqual([]);
    const late = attend(['one'], { nowMs: NOW_MS + 1 });
    await expect.poll(() => late.begun).toEqual([{ by: 'one', workflow: `${ID}/2`, message: { kind: 'time' } }]);
  });

  it('waits with another worker when its own is dead, and stays with one that lives', async () => {
    await park('one', { state: { watch: 'kept' } });
    const adopt = (own: string, alive: string[]) => withClient(database, (client) => adoptParked(client, own, alive));
    expect(await adopt('two', ['one', 'two'])).toEqual([]);
    expect(await adopt('two', ['two'])).toEqual([{ captureId: ID, leaseEndsAtMs: NOW_MS + HOUR_MS }]);
    const workers = attend(['one', 'two']);
    await sendMessage(database.pool, ID, STOP);
    await expect.poll(() => workers.begun).toMatchObject([{ by: 'two' }]);
  });

  it('is not taken from a dead worker that was in the middle of it: its workflow is', async () => {
    await park('one', { state: { workflow: `${ID}/2`, heeded: STOP } });
    expect(await withClient(database, (client) => adoptParked(client, 'two', ['two']))).toEqual([]);
    await setStatus(`${ID}/2`, 'PENDING');
    expect(await withClient(database, (client) => adoptParked(client, 'two', ['two']))).toEqual([]);
  });

  it('is one of thousands that wait with another worker at once, however little the database knows yet of its tables', async () => {
    const count = 12_000;
    await database.pool.query(
      `INSERT INTO flaptrap.captures (capture_id, plan, playbook, seal, operator, lease_ends_at, phase, worker, state)
       SELECT lpad(to_hex(each), 8, '0'), '{}', '{}', '{}', 'ops', now(), 'waiting', 'one', '{"watch": "told"}' FROM generate_series(1, $1::int) AS each`,
      [count],
    );
    await database.pool.query(
      `INSERT INTO dbos.workflow_status (workflow_uuid, status) SELECT capture_id, 'SUCCESS' FROM flaptrap.captures`,
    );
    await withClient(database, (client) => adoptParked(client, 'two', ['two']));
    const { rows } = await database.pool.query("SELECT count(*)::int AS count FROM flaptrap.captures WHERE worker = 'two'");
    expect(rows).toEqual([{ count }]);
    // A loop within a loop takes longer than any test may.
  });

  it('that nobody knows takes no message', async () => {
    await expect(sendMessage(database.pool, ID, STOP)).rejects.toThrow(`there is no capture ${ID}`);
  });
});
