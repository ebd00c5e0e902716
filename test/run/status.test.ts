/** The status of a capture, as a page shows it. */
import { expect, it } from 'vitest';
import { disarmCapture } from '../../src/run/disarm.ts';
import { askStatus } from '../../src/run/status.ts';
import { openTestRun, recordOf } from './open-test-run.ts';

it('is what each router says of its trap, with the lease', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  expect(await askStatus(test.run, record)).toMatchObject({
    captureId: record.captureId,
    leaseEndsAt: record.plan.leaseEndsAt,
    isLeaseOver: false,
    peers: [
      { side: 'a', name: 'hq', isArmed: true, stage: 'armed', meaning: 'armed, not triggered yet' },
      { side: 'b', name: 'branch', isArmed: true, stage: 'armed', meaning: 'armed, not triggered yet' },
    ],
  });
});

it('names the evidence on flash of a capture that is disarmed', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  await test.lab.a.router.eem.runByHand(`FLAPTRAP-${record.captureId}-CALL`);
  await disarmCapture(test.run, record);
  const { peers } = await askStatus(test.run, await recordOf(test.run, record.captureId));
  expect(peers.map(({ meaning }) => meaning)).toEqual([
    expect.stringMatching(/^disarmed; \d+ files on flash: `flaptrap collect/),
    'disarmed',
  ]);
});

it('of an arming that did not come to its end says how to put it back', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  const half = { ...record, journal: record.journal.filter(({ step, what }) => !(step === 'watch' && what === 'done')) };
  const { peers } = await askStatus(test.run, half);
  expect(peers[0]?.meaning).toBe(`arming was interrupted: armed, not triggered yet; \`flaptrap resume ${record.captureId}\` undoes it`);
});

it('of a router that cannot be asked is unknown, and the other one answers', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  const { connect } = test.withTargets({ b: { port: 1 } });
  const { peers } = await askStatus({ ...test.run, connect }, record);
  expect(peers).toMatchObject([
    { stage: 'armed' },
    { stage: 'unknown', isArmed: false, meaning: expect.stringMatching(/^could not be reached: /) },
  ]);
});

it('knows a lease that is over by the clock that it is given', async () => {
  await using test = await openTestRun();
  const record = await test.arm();
  const clock = { ...test.run.clock, now: () => Date.parse(record.plan.leaseEndsAt) };
  expect(await askStatus({ ...test.run, clock }, record)).toMatchObject({ isLeaseOver: true });
});
