/** Which capture is meant, by its id or without one. */
import { expect, it } from 'vitest';
import { disarmCapture } from '../../src/run/disarm.ts';
import { findCapture } from '../../src/run/find-capture.ts';
import { openTestRun } from './open-test-run.ts';

it('an empty journal has none, and says what to give or where else to look', async () => {
  await using test = await openTestRun();
  const { journal } = test.ports;
  await expect(findCapture(journal, undefined)).rejects.toThrow('no capture was armed from here');
  await expect(findCapture(journal, '7f3a9c01')).rejects.toThrow('there is no capture 7f3a9c01');
  await expect(findCapture(journal, '7f3a9c01', 'look there')).rejects.toThrow(
    expect.objectContaining({ context: { answer: undefined, next: 'look there' } }),
  );
});

it('the only one that is open is meant; of two, one has to be named; when all are disarmed, the newest', async () => {
  await using test = await openTestRun();
  const { journal } = test.ports;
  const one = await test.arm();
  expect((await findCapture(journal, undefined)).captureId).toBe(one.captureId);
  const two = await test.plan('another arming');
  await journal.open(two, test.playbook);
  const at = new Date(test.run.clock.now()).toISOString();
  for (const side of ['a', 'b'] as const) await journal.note(two.captureId, { at, side, step: 'guard', what: 'intent' });
  await expect(findCapture(journal, undefined)).rejects.toThrow(
    expect.objectContaining({
      message: 'there is more than one capture',
      context: expect.objectContaining({ answer: expect.stringContaining(`${two.captureId}: may still be armed on hq and branch`) }),
    }),
  );
  expect((await findCapture(journal, one.captureId)).captureId).toBe(one.captureId);
  await disarmCapture(test.run, one);
  expect((await findCapture(journal, undefined)).captureId).toBe(two.captureId);
  for (const side of ['a', 'b'] as const) await journal.note(two.captureId, { at, side, step: 'all', what: 'disarmed' });
  expect((await findCapture(journal, undefined)).captureId).toBe(two.captureId);
  await expect(findCapture(journal, '00000000')).rejects.toThrow(
    expect.objectContaining({ context: expect.objectContaining({ answer: expect.stringContaining('known: ') }) }),
  );
});
