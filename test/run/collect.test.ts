/** Collecting a capture that somebody else has armed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { collectCapture } from '../../src/run/collect.ts';
import { changesOf } from '../capture/stage.ts';
import { openTestRun } from './open-test-run.ts';

it('freezes both recordings on demand, fetches them, and leaves the guards where they stand', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  const { folder, silent } = await collectCapture(test.run, record, { freeze: true, out: test.out });
  expect(silent).toEqual([]);
  for (const side of ['a', 'b']) expect(existsSync(join(folder, side, 'show_logging.txt'))).toBe(true);
  expect(test.news('bundle')).toMatchObject([{ captureId: record.captureId, folder }]);
  expect(changesOf(test.lab, 'a')).toMatchObject({ applets: expect.arrayContaining([`FLAPTRAP-${record.captureId}-GUARD`]) });
});

it('waits for a recording that is being frozen', async () => {
  await using test = await openTestRun({ speed: 60, change: (text) => text.replace('tail: 10s', 'tail: 75s') });
  const record = await test.arm();
  test.spring();
  await expect.poll(() => test.lab.b.router.flash.size).toBeGreaterThan(0);
  const { folder } = await collectCapture(test.run, record, { out: test.out });
  expect(existsSync(join(folder, 'b', 'show_logging.txt'))).toBe(true);
});

it('of an armed trap says how to freeze it, and of one whose evidence is home where that is', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  await expect(collectCapture(test.run, record, { out: test.out })).rejects.toMatchObject({
    code: 'no-capture',
    context: { answer: 'hq: armed, not triggered yet\nbranch: armed, not triggered yet', next: expect.stringContaining('--freeze') },
  });
  const { folder } = await collectCapture(test.run, record, { freeze: true, out: test.out });
  await expect(collectCapture(test.run, record, { out: test.out })).rejects.toMatchObject({
    code: 'no-capture',
    message: expect.stringContaining(folder),
  });
});

it('of two routers that cannot be asked says so, and not that nothing is there', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  const context = test.withTargets({ a: { port: 1 }, b: { port: 1 } });
  const error = collectCapture({ ...test.run, connect: context.connect }, record, { out: test.out });
  await expect(error).rejects.toMatchObject({ code: 'no-answer', message: 'neither router could be reached' });
});

it('of one router that cannot be asked brings the other one home', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  await test.lab.a.router.eem.runByHand(`FLAPTRAP-${record.captureId}-CALL`);
  await expect.poll(() => test.lab.a.router.flash.has(record.plan.peers.a.marker.path.replace(/^.*:/, ''))).toBe(true);
  const context = test.withTargets({ b: { port: 1 } });
  const { silent, folder } = await collectCapture({ ...test.run, connect: context.connect, openSession: context.openSession }, record, {
    out: test.out,
  });
  expect(silent).toEqual(['b']);
  expect(existsSync(join(folder, 'a', 'show_logging.txt'))).toBe(true);
  expect(test.texts()).toContain('both: missing: ');
});
