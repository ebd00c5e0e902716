/** A capture that the engine carries: armed, sprung, brought home, judged and disarmed, once, whoever asks twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CaptureState, Engine } from '../../src/engine/engine.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { changesOf, openStage, UNTOUCHED } from '../capture/stage.ts';
import { targetOfLab } from '../lab/lab-login.ts';
import { openStore } from './database/open-store.ts';

const QUICK = (text: string): string => `${text.replace('tail: 75s', 'tail: 10s')}\nprobe: false\npoll: 1s\n`;

async function openBoth(change: (text: string) => string = QUICK) {
  const stage = await openStage({ change });
  const database = await openStore();
  const out = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  const { lab } = stage;
  const engine = await openEngine({
    database,
    worker: `test-${process.pid}-${Math.floor(performance.now())}`,
    clock: stage.context.clock,
    out,
    reachOf: () => ({ targets: { a: targetOfLab(lab, 'a'), b: targetOfLab(lab, 'b') } }),
  });
  return {
    ...stage,
    engine,
    out,
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await stage[Symbol.asyncDispose]();
      rmSync(out, { recursive: true, force: true });
    },
  };
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
  expect(ended.bundles).toHaveLength(1);
  expect(ended.bundles[0]).toMatchObject({ incidents: 1 });
  expect([changesOf(test.lab, 'a'), changesOf(test.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
}, 120_000);
