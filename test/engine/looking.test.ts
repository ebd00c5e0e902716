/** Captures that wait are looked at in turn: who has been due for longest comes first, and a router that does not answer holds up nobody else. */
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../src/capture/clock.ts';
import type { CaptureContext } from '../../src/capture/context.ts';
import type { Gate } from '../../src/capture/gate.ts';
import type { CaptureRecord } from '../../src/capture/store.ts';
import type { Carrying } from '../../src/engine/carrying.ts';
import type { Database } from '../../src/engine/database/database.ts';
import { Looking } from '../../src/engine/looking.ts';
import { States } from '../../src/engine/states.ts';
import { FlaptrapError } from '../../src/errors.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from '../capture/stage.ts';
import { hasPostgres, suiteStore } from './database/open-store.ts';

const NOW_MS = Date.parse('2026-01-05T03:00:00Z');
const LOOK_MS = 1_200_000;
const playbook = readPlaybook();
const { plan } = draftPlan(playbook, NOW_MS);
let database: Database;

/** A clock that stands: whoever sleeps is woken by being stopped alone. */
const clock: Clock = {
  now: () => NOW_MS,
  monotonic: () => NOW_MS,
  sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
};

interface Waiting {
  id: string;
  /** How long it has been due, in ms. */
  dueForMs: number;
  leaseLeftMs?: number;
}

async function park({ id, dueForMs, leaseLeftMs = 100 * LOOK_MS }: Waiting): Promise<void> {
  const peer = { name: 'hq', address: '192.0.2.1', isOurs: true, standing: '' };
  const looked = { atMs: NOW_MS - dueForMs - LOOK_MS, dueMs: NOW_MS - dueForMs };
  await database.pool.query(
    `INSERT INTO flaptrap.captures (capture_id, plan, playbook, seal, operator, lease_ends_at, worker, phase, state)
     VALUES ($1, '{}', '{}', '{}', 'ops', $2, 'own', 'waiting', $3)`,
    [id, new Date(NOW_MS + leaseLeftMs).toISOString(), JSON.stringify({ watch: 'told', peers: { a: peer, b: peer }, looked })],
  );
  await database.pool.query("INSERT INTO dbos.workflow_status (workflow_uuid, status) VALUES ($1, 'SUCCESS')", [id]);
}

/** Looks begin; a router answers that it cannot be reached, unless its capture is one that hangs. */
function lookAround(waiting: readonly Waiting[], { atOnce, hanging = [] }: { atOnce: number; hanging?: readonly string[] }) {
  const looked: string[] = [];
  const recordOf = (captureId: string): CaptureRecord => {
    const { leaseLeftMs = 100 * LOOK_MS } = waiting.find(({ id }) => id === captureId) ?? {};
    return { captureId, plan: { ...plan, leaseEndsAt: new Date(NOW_MS + leaseLeftMs).toISOString() }, playbook, journal: [], damage: [] };
  };
  const contextOf = ({ captureId }: CaptureRecord): CaptureContext => {
    looked.push(captureId);
    const connect = () =>
      hanging.includes(captureId)
        ? new Promise<never>(() => undefined)
        : Promise.reject(new FlaptrapError('unreachable', 'no way to it', { peer: 'hq' }));
    return { clock, turns: {}, leaving: {}, connect, say: () => undefined } as unknown as CaptureContext;
  };
  const carrying = { clock, recordOf: async (id: string) => recordOf(id), contextOf, say: () => undefined } as unknown as Carrying;
  const looking = new Looking({
    pool: database.pool,
    own: 'own',
    carrying,
    states: new States(database.pool, 'own'),
    gate: {} as Gate,
    lookMs: LOOK_MS,
    looksAtOnce: atOnce,
    onEnding: async () => undefined,
  });
  onTestFinished(() => looking.close());
  return looked;
}

describe.runIf(hasPostgres)('captures over whose routers nobody keeps a session', { timeout: 60_000 }, () => {
  const store = suiteStore();
  beforeAll(() => {
    database = store.database;
  });
  beforeEach(async () => {
    await database.pool.query('DELETE FROM flaptrap.captures');
    await database.pool.query('DELETE FROM dbos.workflow_status');
  });

  it('are looked at in the order in which they came due, so that nobody is passed over', async () => {
    const waiting = [300_000, 900_000, 600_000, 1_000].map((dueForMs, index) => ({ id: `0000000${index}`, dueForMs }));
    for (const each of waiting) await park(each);
    const looked = lookAround(waiting, { atOnce: 1 });
    await expect.poll(() => looked).toEqual(['00000001', '00000002', '00000000', '00000003']);
  });

  it('wait for no router that does not answer: it holds up its own look alone', async () => {
    const waiting = [900_000, 800_000, 700_000, 600_000].map((dueForMs, index) => ({ id: `0000000${index}`, dueForMs }));
    for (const each of waiting) await park(each);
    const looked = lookAround(waiting, { atOnce: 2, hanging: ['00000000'] });
    await expect.poll(() => looked).toEqual(['00000000', '00000001', '00000002', '00000003']);
  });

  it('are looked at twice as often near the end of their lease', async () => {
    const waiting = [
      { id: '00000000', dueForMs: 1000 },
      { id: '00000001', dueForMs: 1000, leaseLeftMs: 1.5 * LOOK_MS },
    ];
    for (const each of waiting) await park(each);
    lookAround(waiting, { atOnce: 2 });
    const dueIn = async () => {
      const { rows } = await database.pool.query<{ due: number }>(
        "SELECT (state -> 'looked' ->> 'dueMs')::float8 AS due FROM flaptrap.captures ORDER BY capture_id",
      );
      return rows.map(({ due }) => due - NOW_MS);
    };
    await expect.poll(dueIn).toEqual([LOOK_MS, LOOK_MS / 2]);
  });
});
