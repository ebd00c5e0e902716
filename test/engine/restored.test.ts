/** A store that is restored from a backup knows less than the routers: whatever it says, they end clean or watched, and nothing is armed by it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Gate } from '../../src/capture/gate.ts';
import { backupStore } from '../../src/engine/database/backup.ts';
import type { Database } from '../../src/engine/database/database.ts';
import { restoreStore } from '../../src/engine/database/restore.ts';
import type { CaptureState, Engine, Order } from '../../src/engine/engine.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { PostgresStore } from '../../src/engine/postgres-store.ts';
import { firstProgress, States } from '../../src/engine/states.ts';
import { SIDES } from '../../src/ipsec/side.ts';
import { changesOf, openStage, UNTOUCHED } from '../capture/stage.ts';
import { targetOfLab } from '../lab/lab-login.ts';
import { hasPostgres, openStore } from './database/open-store.ts';

const TAKEN_AT = '2026-01-05T00:00:00.000Z';
const HOUR_MS = 3_600_000;
const PATIENCE = { timeout: 90_000, interval: 50 };
const QUICK = (text: string): string => `${text.replace('tail: 75s', 'tail: 10s')}\nprobe: false\npoll: 1s\nbudget: { captures: 2 }\n`;
const OPEN_GATE: Gate = { enter: async () => ({ greeted: () => undefined, beforeTyping: async () => undefined, left: () => undefined }) };

async function openWorld() {
  const stage = await openStage({ change: QUICK, speed: 60 });
  const out = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  const targets = { a: targetOfLab(stage.lab, 'a'), b: targetOfLab(stage.lab, 'b') };
  const said: string[] = [];
  let database = await openStore();
  let engine: Engine | undefined;
  const open = async (): Promise<Engine> => {
    engine = await openEngine({
      database,
      worker: `test-${process.pid}-${Math.floor(performance.now())}`,
      clock: stage.context.clock,
      out,
      reachOf: () => ({ targets }),
      pace: { retryMs: HOUR_MS, lookMs: 60_000 },
      lookGate: OPEN_GATE,
    });
    engine.hear(({ news }) => {
      if (news.about === 'progress') said.push(news.text);
    });
    return engine;
  };
  const file = join(out, 'store.tar.gz');
  const plan = await stage.plan();
  const order: Order = { plan, playbook: stage.playbook, operator: 'ops', watch: 'kept' };
  return {
    ...stage,
    order,
    said,
    captureId: plan.captureId,
    get database() {
      return database;
    },
    open,
    backUp: () => backupStore(database, file, { flaptrap: '0.2.0', takenAt: TAKEN_AT }),
    /** The worker ends, its store is lost, and another begins on what the backup knew. */
    goBack: async (): Promise<Engine> => {
      await engine?.close();
      engine = undefined;
      database = await restored(file);
      said.length = 0;
      return open();
    },
    armedApplets: () => SIDES.flatMap((side) => stage.lab[side].router.eem.applets.map(({ name }) => name)),
    changes: () => SIDES.map((side) => changesOf(stage.lab, side)),
    /** Before its stores go. */
    [Symbol.asyncDispose]: async () => {
      await engine?.close();
      await stage[Symbol.asyncDispose]();
      rmSync(out, { recursive: true, force: true });
    },
  };
}

async function restored(file: string): Promise<Database> {
  const database = await openStore();
  await restoreStore(database, file);
  // A minute goes by before anybody types where a worker of before may still do so; here its lines are over.
  await database.pool.query('UPDATE flaptrap.devices SET write_deadline = now()');
  return database;
}

async function until(engine: Engine, captureId: string, phase: CaptureState['phase']): Promise<CaptureState> {
  const find = async (): Promise<CaptureState | undefined> => (await engine.captures()).find((each) => each.captureId === captureId);
  await expect.poll(async () => (await find())?.phase, PATIENCE).toBe(phase);
  return (await find()) as CaptureState;
}

describe.runIf(hasPostgres)('a store out of an older backup', { timeout: 240_000 }, () => {
  it('that says armed where the routers are clean finds them so, ends the capture, and says as of when it knows it', async () => {
    await using world = await openWorld();
    const first = await world.open();
    await first.begin({ ...world.order, watch: 'told' });
    await until(first, world.captureId, 'waiting');
    await world.backUp();
    await first.stop(world.captureId, 'ops');
    await until(first, world.captureId, 'ended');
    const second = await world.goBack();
    expect(await until(second, world.captureId, 'ended')).toMatchObject({
      outcome: { ending: 'gone' },
      ending: expect.stringContaining(`as of the backup of ${TAKEN_AT}`),
      restored: TAKEN_AT,
    });
    expect(world.changes()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('that says armed where they are armed goes on watching them, and brings home what springs', async () => {
    await using world = await openWorld();
    const first = await world.open();
    await first.begin(world.order);
    await until(first, world.captureId, 'waiting');
    await world.backUp();
    const second = await world.goBack();
    await expect.poll(() => world.said.join('\n'), PATIENCE).toContain('waiting for the trigger');
    world.lab.play('delete-lost', 'b', 5);
    expect((await until(second, world.captureId, 'ended')).bundles).toMatchObject([{ incidents: 1 }]);
    await expect.poll(() => world.said.join('\n'), PATIENCE).toContain('not armed again: what its budget has taken since the backup');
    expect(world.changes()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('that knows the first steps of a capture takes all of its plan off both routers', async () => {
    await using world = await openWorld();
    const first = await world.open();
    await first.begin({ ...world.order, watch: 'told' });
    await expect.poll(() => world.armedApplets().length, { timeout: 60_000, interval: 2 }).toBeGreaterThan(0);
    await world.backUp();
    await until(first, world.captureId, 'waiting');
    const second = await world.goBack();
    const { rows } = await world.database.pool.query("SELECT 1 FROM flaptrap.journal WHERE entry ->> 'what' = 'done'");
    expect(rows.length).toBeLessThan(world.order.plan.peers.a.steps.length);
    expect(await until(second, world.captureId, 'ended')).toMatchObject({ bundles: [] });
    expect(world.changes()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it.each(['armed', 'ended'] as const)('that knows no step of a capture which is %s by now arms nothing by it', async (by) => {
    await using world = await openWorld();
    const { pool, shown } = world.database;
    const nobody = { own: 'early', isAlive: async () => false };
    await new PostgresStore(pool, shown, nobody).open(world.order.plan, world.order.playbook, 'ops');
    await new States(pool, 'early').begin(world.captureId, firstProgress({ ...world.order, watch: 'told' }));
    const first = await world.open();
    await world.backUp();
    await pool.query('UPDATE flaptrap.captures SET worker = NULL');
    await first.begin({ ...world.order, watch: 'told' });
    await until(first, world.captureId, 'waiting');
    if (by === 'ended') await first.stop(world.captureId, 'ops');
    if (by === 'ended') await until(first, world.captureId, 'ended');
    const seen = new Set<string>();
    const second = await world.goBack();
    await world.database.pool.query("UPDATE flaptrap.captures SET opened_at = opened_at - interval '1 minute'");
    await expect
      .poll(async () => {
        for (const name of world.armedApplets()) seen.add(name);
        return (await second.captures())[0]?.phase;
      }, PATIENCE)
      .toBe('ended');
    if (by === 'ended') expect([...seen]).toEqual([]);
    expect(world.changes()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('names what stands on the routers that it knows nothing of, and leaves it', async () => {
    await using world = await openWorld();
    const first = await world.open();
    await first.begin({ ...world.order, watch: 'told' });
    await until(first, world.captureId, 'waiting');
    await world.backUp();
    await first.spring(world.captureId, { by: 'hand', at: new Date().toISOString() });
    await until(first, world.captureId, 'ended');
    await expect.poll(async () => (await first.captures()).at(-1)?.captureId, PATIENCE).not.toBe(world.captureId);
    const following = (await first.captures()).find(({ captureId }) => captureId !== world.captureId)?.captureId ?? '';
    await until(first, following, 'waiting');
    const standing = world.armedApplets();
    const second = await world.goBack();
    await until(second, world.captureId, 'ended');
    expect(world.said.join('\n')).toContain(`this stands there: capture ${following}`);
    expect(world.armedApplets()).toEqual(standing);
    expect(await second.captures()).toHaveLength(1);
  });

  it('that says freezing where all has come home since brings nothing home twice, and arms nothing', async () => {
    await using world = await openWorld();
    const first = await world.open();
    await first.begin({ ...world.order, watch: 'told' });
    await until(first, world.captureId, 'waiting');
    await first.spring(world.captureId, { by: 'hand', at: new Date().toISOString() });
    await until(first, world.captureId, 'freezing');
    await first.stop(world.captureId, 'ops');
    await world.backUp();
    await expect.poll(async () => (await first.captures())[0]?.next, PATIENCE).toBe(null);
    const second = await world.goBack();
    await until(second, world.captureId, 'ended');
    await expect.poll(async () => (await second.captures())[0]?.next ?? null, PATIENCE).toBe(null);
    expect(await second.captures()).toHaveLength(1);
    expect(world.changes()).toEqual([UNTOUCHED, UNTOUCHED]);
  });
});
