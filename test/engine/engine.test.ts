/** A capture that the engine carries: armed, sprung, brought home, judged and disarmed, once, whoever asks twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printApplet } from '../../src/applet/print.ts';
import type { Clock } from '../../src/capture/clock.ts';
import type { Gate } from '../../src/capture/gate.ts';
import type { Database } from '../../src/engine/database/database.ts';
import type { CaptureState, Engine } from '../../src/engine/engine.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import type { Side } from '../../src/ipsec/side.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { changesOf, openStage, UNTOUCHED } from '../capture/stage.ts';
import { targetOfLab } from '../lab/lab-login.ts';
import { hasPostgres, openStore } from './database/open-store.ts';

const HOUR_MS = 3_600_000;
const QUICK = (text: string): string => `${text.replace('tail: 75s', 'tail: 10s')}\nprobe: false\npoll: 1s\n`;

/** Lets everybody in, and counts them. */
function countingGate(): { gate: Gate; logins: { count: number } } {
  const logins = { count: 0 };
  const enter: Gate['enter'] = async () => {
    logins.count += 1;
    return { greeted: () => undefined, beforeTyping: async () => undefined, left: () => undefined };
  };
  return { gate: { enter }, logins };
}

interface Looks {
  /** Simulated. */
  lookMs?: number;
  lookGate?: Gate;
}

async function openBoth(change: (text: string) => string = QUICK, looks: Looks = {}) {
  const stage = await openStage({ change, speed: 60 });
  const database = await openStore();
  const out = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  const { lab } = stage;
  const targets = { a: targetOfLab(lab, 'a'), b: targetOfLab(lab, 'b') };
  const { clock, sleepers } = countSleepers(stage.context.clock);
  const open = ({ lookMs, lookGate }: Looks): Promise<Engine> =>
    openEngine({
      database,
      worker: `test-${process.pid}-${Math.floor(performance.now())}`,
      clock,
      out,
      reachOf: () => ({ targets }),
      pace: { retryMs: HOUR_MS, ...(lookMs === undefined ? {} : { lookMs }) },
      lookGate,
    });
  let engine = await open(looks);
  return {
    ...stage,
    get engine() {
      return engine;
    },
    /** The next worker, where the one before has left. */
    reopen: async (others: Looks) => {
      engine = await open(others);
    },
    targets,
    sleepers,
    database,
    out,
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await stage[Symbol.asyncDispose]();
      rmSync(out, { recursive: true, force: true });
    },
  };
}

/** How many of those who wait for a time wait still. */
function countSleepers(clock: Clock): { clock: Clock; sleepers: { count: number } } {
  const sleepers = { count: 0 };
  const sleep: Clock['sleep'] = async (ms, signal) => {
    sleepers.count += 1;
    await clock.sleep(ms, signal);
    sleepers.count -= 1;
  };
  return { clock: { ...clock, sleep }, sleepers };
}

/** As somebody does by hand. */
function takeAway(lab: Lab, side: Side, which = /^FLAPTRAP-/): void {
  const { eem } = lab[side].router;
  for (const { name } of eem.applets.filter((applet) => which.test(applet.name))) eem.unregister(name);
}

/** Each phase that is written and was not the one before. */
async function keepPhases({ pool }: Database): Promise<void> {
  await pool.query('CREATE TABLE flaptrap.phases (number serial, phase text)');
  await pool.query(`CREATE FUNCTION keep_phase() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' OR OLD.phase <> NEW.phase THEN INSERT INTO flaptrap.phases (phase) VALUES (NEW.phase); END IF; RETURN NEW; END $$`);
  await pool.query('CREATE TRIGGER kept AFTER INSERT OR UPDATE ON flaptrap.captures FOR EACH ROW EXECUTE FUNCTION keep_phase()');
}

async function until(engine: Engine, captureId: string, phase: CaptureState['phase']): Promise<CaptureState> {
  let found: CaptureState | undefined;
  await expect
    .poll(
      async () => {
        found = (await engine.captures()).find((capture) => capture.captureId === captureId);
        return found?.phase;
      },
      { timeout: 60_000, interval: 100 },
    )
    .toBe(phase);
  if (found === undefined) throw new Error('no state');
  return found;
}

describe.runIf(hasPostgres)('a capture that the engine carries', () => {
  it('is armed on both routers, sprung, home, judged and disarmed', async () => {
    await using test = await openBoth();
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'kept' });
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'kept' });
    const waiting = await until(test.engine, plan.captureId, 'waiting');
    expect(waiting).toMatchObject({ operator: 'ops', peers: { a: { name: 'hq', isOurs: true } } });
    test.lab.play('delete-lost', 'b', 5);
    const ended = await until(test.engine, plan.captureId, 'ended');
    expect(ended).toMatchObject({ ending: 'captured: both routers are disarmed', trouble: null, worker: null });
    expect(ended.bundles).toMatchObject([{ incidents: 1 }]);
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);

  it('tells each phase as it comes to it, in their order, and what becomes of it', async () => {
    await using test = await openBoth();
    await keepPhases(test.database);
    const told: string[] = [];
    test.engine.hear(({ news }) => void (news.about === 'progress' && told.push(news.text)));
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'kept' });
    await expect.poll(() => told, { timeout: 30_000 }).toContainEqual(expect.stringContaining('waiting for the trigger as'));
    test.lab.play('delete-lost', 'b', 5);
    await until(test.engine, plan.captureId, 'ended');
    const { rows } = await test.database.pool.query<{ phase: string }>('SELECT phase FROM flaptrap.phases ORDER BY number');
    expect(rows.map(({ phase }) => phase)).toEqual(['arming', 'waiting', 'freezing', 'fetching', 'disarming', 'judging', 'ended']);
  }, 120_000);

  it('is put back at once when it is stopped while it is armed, and says why nothing was armed', async () => {
    await using test = await openBoth();
    const plan = await test.plan();
    const stopping = new Promise<void>((resolve, reject) => {
      test.engine.hear(({ news }) => {
        if (news.about === 'progress' && news.text.includes('undoing everything')) resolve();
      });
      void (async () => {
        await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'kept' });
        await expect.poll(() => test.lab.a.router.eem.applets.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
        await test.engine.stop(plan.captureId, 'ops');
      })().catch(reject);
    });
    await stopping;
    const ended = await until(test.engine, plan.captureId, 'ended');
    expect(ended).toMatchObject({ armedAt: null, failure: { code: 'stopped' }, outcome: null, bundles: [] });
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);

  it('is not armed again when it was stopped while its evidence came home', async () => {
    await using test = await openBoth((text) => `${QUICK(text)}budget: { captures: 2 }\n`);
    const plan = await test.plan();
    test.engine.hear(({ captureId, news }) => {
      if (news.about === 'work' && news.work.what === 'fetching') void test.engine.stop(captureId, 'ops');
    });
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'told' });
    await until(test.engine, plan.captureId, 'waiting');
    await test.engine.spring(plan.captureId, { by: 'hand', at: new Date().toISOString() });
    await expect.poll(async () => (await test.engine.captures())[0]?.next, { timeout: 60_000 }).toBe(null);
    expect(await test.engine.captures()).toMatchObject([{ bundles: [{ incidents: 0 }], outcome: { ending: 'sprung' } }]);
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);

  it('keeps no session where it is told of its trigger, and freezes both ends then', async () => {
    await using test = await openBoth();
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'told' });
    await until(test.engine, plan.captureId, 'waiting');
    expect([test.lab.a.router.lines.size, test.lab.b.router.lines.size]).toEqual([0, 0]);
    await test.engine.spring(plan.captureId, { by: 'syslog', side: 'b', at: new Date().toISOString() });
    const ended = await until(test.engine, plan.captureId, 'ended');
    expect(ended).toMatchObject({ outcome: { ending: 'sprung' } });
    expect(ended.bundles).toHaveLength(1);
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);

  it('takes another end of its lease on both routers, and is stopped before it', async () => {
    await using test = await openBoth();
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'told' });
    await until(test.engine, plan.captureId, 'waiting');
    const later = new Date(Date.parse(plan.leaseEndsAt) + 7_200_000).toISOString();
    await test.engine.setLease(plan.captureId, later, 'ops');
    for (const side of ['a', 'b'] as const) {
      const text = test.lab[side].router.eem.applets.map(printApplet).join('\n');
      expect(text).toContain(`lease ${later}`);
      expect(text).not.toContain(`lease ${plan.leaseEndsAt}`);
    }
    await expect(test.engine.setLease(plan.captureId, new Date(0).toISOString(), 'ops')).rejects.toThrow('was not changed');
    expect((await test.engine.captures())[0]).toMatchObject({ leaseEndsAt: later, phase: 'waiting' });
    await test.engine.stop(plan.captureId, 'ops');
    expect(await until(test.engine, plan.captureId, 'ended')).toMatchObject({ outcome: { ending: 'stopped' }, bundles: [] });
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);

  it('is armed again within its budget, by the plan that was agreed to', async () => {
    await using test = await openBoth((text) => `${QUICK(text)}budget: { captures: 2 }\n`);
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'told' });
    await until(test.engine, plan.captureId, 'waiting');
    await test.engine.spring(plan.captureId, { by: 'hand', at: new Date().toISOString() });
    await until(test.engine, plan.captureId, 'ended');
    await expect.poll(async () => (await test.engine.captures()).length, { timeout: 30_000 }).toBe(2);
    const next = (await test.engine.captures()).find(({ captureId }) => captureId !== plan.captureId);
    await until(test.engine, next?.captureId ?? '', 'waiting');
    expect(next).toMatchObject({ capturesLeft: 1, operator: 'ops' });
    await test.engine.stop(next?.captureId ?? '', 'ops');
    await until(test.engine, next?.captureId ?? '', 'ended');
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);

  it('waits on with this worker when its own is dead, and is ended by the message that one had taken up and died over', async () => {
    await using test = await openBoth();
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'told' });
    await until(test.engine, plan.captureId, 'waiting');
    await test.database.pool.query("UPDATE flaptrap.captures SET worker = 'dead', opened_at = opened_at - interval '1 minute'");
    const holder = async () => (await test.engine.captures())[0]?.worker;
    await expect.poll(holder, { timeout: 30_000 }).not.toBe('dead');
    expect((await test.engine.captures())[0]).toMatchObject({ phase: 'waiting' });
    await test.database.pool.query(
      `UPDATE flaptrap.captures SET worker = 'dead', state = (state::jsonb || jsonb_build_object(
         'workflow', capture_id || '/2', 'heeded', '{"kind": "stop", "by": "ops"}'::jsonb))::json`,
    );
    expect(await until(test.engine, plan.captureId, 'ended')).toMatchObject({ outcome: { ending: 'stopped' }, trouble: null });
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);

  it('that could not be disarmed is left to the next worker by one that is closed: here nothing waits for another try', async () => {
    await using test = await openBoth();
    await expect(test.engine.stop('00000001', 'ops')).rejects.toThrow('there is no capture 00000001');
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'told' });
    await until(test.engine, plan.captureId, 'waiting');
    test.targets.a = { ...test.targets.a, port: 1 };
    await test.engine.stop(plan.captureId, 'ops');
    const tries = async () => (await test.engine.captures())[0]?.tries;
    await expect.poll(tries, { timeout: 30_000 }).toBe(1);
    await test.engine.close();
    await expect.poll(() => test.sleepers.count).toBe(0);
    expect(await test.engine.captures()).toMatchObject([{ phase: 'disarming', failure: { code: 'left-behind' } }]);
  }, 120_000);

  it('that has sprung while no worker lived, and no message told of it, is found by the look with which the next one begins', async () => {
    await using test = await openBoth();
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'told' });
    await until(test.engine, plan.captureId, 'waiting');
    await test.engine.close();
    test.lab.play('delete-lost', 'b', 5);
    await expect.poll(() => [...test.lab.b.router.flash.keys()], { timeout: 30_000 }).not.toEqual([]);
    const { gate, logins } = countingGate();
    await test.reopen({ lookGate: gate, lookMs: 1000 * HOUR_MS });
    const ended = await until(test.engine, plan.captureId, 'ended');
    expect(ended).toMatchObject({ outcome: { ending: 'sprung' }, bundles: [{ incidents: 1 }] });
    expect(logins.count).toBe(2);
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);

  it('is looked at by schedule: a trap that somebody has taken away is noted, and the capture ended once both are gone', async () => {
    const { gate, logins } = countingGate();
    await using test = await openBoth(QUICK, { lookGate: gate, lookMs: 120_000 });
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'told' });
    await until(test.engine, plan.captureId, 'waiting');
    expect(logins.count).toBe(0);
    const standing = async () => Object.values((await test.engine.captures())[0]?.peers ?? {}).map((peer) => peer.standing);
    takeAway(test.lab, 'a');
    await expect
      .poll(standing, { timeout: 30_000 })
      .toMatchObject([expect.stringContaining('no longer armed'), 'armed, not triggered yet']);
    expect(await test.engine.captures()).toMatchObject([{ phase: 'waiting' }]);
    takeAway(test.lab, 'b');
    const ended = await until(test.engine, plan.captureId, 'ended');
    expect(ended).toMatchObject({ outcome: { ending: 'gone' }, trouble: null, bundles: [] });
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);

  it('that is overdue when a worker starts, and whose guards are gone, is disarmed: nothing on the routers would', async () => {
    await using test = await openBoth();
    const plan = await test.plan();
    await test.engine.begin({ plan, playbook: test.playbook, operator: 'ops', watch: 'told' });
    await until(test.engine, plan.captureId, 'waiting');
    await test.engine.close();
    for (const side of ['a', 'b'] as const) takeAway(test.lab, side, /-(?:LEASE|GUARD)$/);
    await test.database.pool.query('UPDATE flaptrap.captures SET lease_ends_at = $1', [new Date(test.lab.clock.now() - 1)]);
    await test.reopen({});
    expect(await until(test.engine, plan.captureId, 'ended')).toMatchObject({ outcome: { ending: 'lease-ended' }, trouble: null });
    expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  }, 120_000);
});
