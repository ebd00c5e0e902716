/** Which capture is meant, by its id or without one. */
import { expect, it } from 'vitest';
import { disarmCapture } from '../../src/run/disarm.ts';
import { findCapture } from '../../src/run/find-capture.ts';
import { openTestRun } from './open-test-run.ts';

it('an empty journal has none, and says what to give or where else to look', async () => {
  await using test = await openTestRun();
  const { journal } = test.ports;
  expect(() => findCapture(journal, undefined)).toThrow('no capture was armed from here');
  expect(() => findCapture(journal, '7f3a9c01')).toThrow('there is no capture 7f3a9c01');
  expect(() => findCapture(journal, '7f3a9c01', 'look there')).toThrow(
    expect.objectContaining({ context: { answer: undefined, next: 'look there' } }),
  );
});

it('the only one that is open is meant; of two, one has to be named; when all are disarmed, the newest', async () => {
  await using test = await openTestRun();
  const { journal } = test.ports;
  const one = await test.arm();
  expect(findCapture(journal, undefined).captureId).toBe(one.captureId);
  const two = await test.plan('another arming');
  journal.open(two, test.playbook);
  const at = new Date(test.run.clock.now()).toISOString();
  for (const side of ['a', 'b'] as const) journal.note(two.captureId, { at, side, step: 'guard', what: 'intent' });
  expect(() => findCapture(journal, undefined)).toThrow(
    expect.objectContaining({
      message: 'there is more than one capture',
      context: expect.objectContaining({ answer: expect.stringContaining(`${two.captureId}: may still be armed on hq and branch`) }),
    }),
  );
  expect(findCapture(journal, one.captureId).captureId).toBe(one.captureId);
  await disarmCapture(test.run, one);
  expect(findCapture(journal, undefined).captureId).toBe(two.captureId);
  for (const side of ['a', 'b'] as const) journal.note(two.captureId, { at, side, step: 'all', what: 'disarmed' });
  expect(findCapture(journal, undefined).captureId).toBe(two.captureId);
  expect(() => findCapture(journal, '00000000')).toThrow(
    expect.objectContaining({ context: expect.objectContaining({ answer: expect.stringContaining('known: ') }) }),
  );
});
