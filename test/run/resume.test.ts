/** Resuming a capture that nobody watches any more. */
import { expect, it } from 'vitest';
import { disarm } from '../../src/capture/disarm.ts';
import { resumeCapture } from '../../src/run/resume.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { openTestRun, recordOf, type TestRun } from './open-test-run.ts';

const touched = ({ lab }: TestRun): object[] => [changesOf(lab, 'a'), changesOf(lab, 'b')];

it('waits on, and brings home what springs', async () => {
  await using test = await openTestRun({
    onNews: (news) => void (news.about === 'progress' && news.text.startsWith('waiting') && test.spring()),
  });
  const record = await test.arm();
  const ended = await resumeCapture(test.run, record, test.out);
  expect(ended).toMatchObject({ ending: 'sprung', captureId: record.captureId });
  expect(test.news('bundle')).toMatchObject([{ folder: ended.folder }]);
  expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
});

it('puts back what was not armed to the end', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  const half = { ...record, journal: record.journal.filter(({ step, what }) => !(step === 'watch' && what === 'done')) };
  expect(await resumeCapture(test.run, half, test.out)).toMatchObject({ ending: 'put-back', text: 'both routers are disarmed' });
  expect(test.texts()).toContain('arming was interrupted: undoing everything on both routers');
  expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
});

it('finishes a disarming that was broken off', async () => {
  await using test = await openTestRun();
  const { captureId } = await test.arm();
  const at = new Date(test.run.clock.now()).toISOString();
  await test.ports.journal.note(captureId, { at, side: 'a', step: 'all', what: 'disarming' });
  expect(await resumeCapture(test.run, await recordOf(test.run, captureId), test.out)).toMatchObject({ ending: 'put-back' });
  expect(test.texts()).toContain('disarming was interrupted: finishing it');
  expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
});

it('of a capture that was disarmed types nothing, and brings home what is left of it', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  await test.lab.a.router.eem.runByHand(`FLAPTRAP-${record.captureId}-CALL`);
  await disarm(test.run, record.plan);
  const ended = await resumeCapture(test.run, await recordOf(test.run, record.captureId), test.out);
  expect(ended).toMatchObject({ ending: 'put-back', folder: test.news('bundle')[0]?.folder });
  expect(test.texts()).toContain('it is already disarmed');
  expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
});

it('does not believe a clock of the host by which the lease is over while a router holds the trap', async () => {
  await using test = await openTestRun({
    onNews: (news) => void (news.about === 'progress' && news.text.startsWith('waiting') && test.stop.abort()),
  });
  const record = await test.arm();
  const clock = { ...test.run.clock, now: () => Date.parse(record.plan.leaseEndsAt) + 1000 };
  expect(await resumeCapture({ ...test.run, clock }, record, test.out)).toMatchObject({ ending: 'stopped' });
  expect(test.texts()).toContain('the routers are still armed: waiting until they end it');
  expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
});

it('believes it when no router holds the trap any more', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  for (const side of ['a', 'b'] as const) test.lab[side].router.reload(0);
  await expect.poll(() => test.lab.a.router.isUp && test.lab.b.router.isUp).toBe(true);
  const clock = { ...test.run.clock, now: () => Date.parse(record.plan.leaseEndsAt) + 1000 };
  expect(await resumeCapture({ ...test.run, clock }, record, test.out)).toMatchObject({ ending: 'lease-ended' });
});
