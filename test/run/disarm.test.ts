/** Disarming: what was put on is off, and what nobody has read stays and is named. */
import { expect, it } from 'vitest';
import { disarmCapture } from '../../src/run/disarm.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { openTestRun, recordOf, type TestRun } from './open-test-run.ts';

const touched = ({ lab }: TestRun): object[] => [changesOf(lab, 'a'), changesOf(lab, 'b')];

it('undoes an armed capture, and a second time finds it disarmed', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  const { captureId } = record;
  expect(await disarmCapture(test.run, record)).toEqual({ schema: 'flaptrap.disarmed/1', captureId, wasOpen: true, kept: [] });
  expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
  expect(await disarmCapture(test.run, await recordOf(test.run, captureId))).toMatchObject({ wasOpen: false, kept: [] });
});

it('keeps evidence that is not home and names it, unless it is to be deleted unread', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  await test.lab.a.router.eem.runByHand(`FLAPTRAP-${record.captureId}-CALL`);
  const { kept } = await disarmCapture(test.run, record);
  expect(kept).toContainEqual(expect.stringContaining(`flaptrap-${record.captureId}-show_logging.txt`));
  expect(await disarmCapture(test.run, record, { keepFiles: true })).toMatchObject({ kept: [] });
  expect(test.lab.a.router.flash.size).toBeGreaterThan(0);
  expect(await disarmCapture(test.run, record, { deleteFiles: true })).toMatchObject({ kept: [] });
  expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
});

it('lets a recording that is being frozen come to its end first, and says how long that takes at most', async () => {
  await using test = await openTestRun({ speed: 60, change: (text) => text.replace('tail: 10s', 'tail: 75s') });
  const record = await test.arm();
  test.spring();
  await expect.poll(() => test.lab.b.router.flash.size).toBeGreaterThan(0);
  await disarmCapture(test.run, record);
  expect(test.texts()).toContain(`within ${record.plan.freezeSeconds} s`);
  expect([...test.lab.b.router.flash.keys()]).toContain(record.plan.peers.b.marker.path.replace(/^.*:/, ''));
});
