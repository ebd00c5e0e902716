/** A sweep through ports: what it asks, what it says, what it gives. */
import { expect, it } from 'vitest';
import { sweepTunnel } from '../../src/run/sweep.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { openTestRun, type TestRun } from './open-test-run.ts';

const touched = ({ lab }: TestRun): object[] => [changesOf(lab, 'a'), changesOf(lab, 'b')];

it('of two clean routers finds nothing, and asks nothing', async () => {
  await using test = await openTestRun();
  const { schema, peers } = await sweepTunnel(test.run, {});
  expect(schema).toBe('flaptrap.sweep/1');
  expect(peers).toMatchObject({
    a: { planned: { name: 'hq', found: [] }, left: [] },
    b: { planned: { name: 'branch', found: [] }, left: [] },
  });
  expect(test.news('found')).toHaveLength(2);
  expect([test.asked, test.news('swept')]).toEqual([[], []]);
});

it('asks for each live trap, and takes it away after a yes', async () => {
  await using test = await openTestRun({ answer: () => true });
  const { captureId } = await test.arm();
  const { peers } = await sweepTunnel(test.run, {});
  expect(test.asked).toMatchObject([
    { about: 'live-trap', planned: { name: 'hq', live: [{ captureId }] } },
    { about: 'live-trap', planned: { name: 'branch', live: [{ captureId }] } },
  ]);
  expect(
    test
      .news('swept')
      .map(({ planned, left }) => [planned.side, left])
      .sort(),
  ).toEqual([
    ['a', []],
    ['b', []],
  ]);
  expect([peers.a?.left, peers.b?.left]).toEqual([[], []]);
  expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
});

it('leaves a live trap alone after a no', async () => {
  await using test = await openTestRun();
  await test.arm();
  await expect(sweepTunnel(test.run, {})).rejects.toMatchObject({
    code: 'digest',
    message: 'you did not agree; nothing was changed on this router',
  });
  expect(touched(test)).not.toContainEqual(UNTOUCHED);
});

it('only looks when it is told so, and types what it names when it was agreed to before', async () => {
  await using test = await openTestRun();
  await test.arm();
  const looked = await sweepTunnel(test.run, { dryRun: true });
  expect(looked.peers.a?.left).toEqual(looked.peers.a?.planned.found);
  expect(looked.peers.a?.left.length).toBeGreaterThan(0);
  expect(test.news('found').map(({ isTyped }) => isTyped)).toEqual([false, false]);
  await sweepTunnel(test.run, { yes: true });
  expect(test.news('found').map(({ isTyped }) => isTyped)).toEqual([false, false, true, true]);
  expect(test.asked).toEqual([]);
  expect(touched(test)).toEqual([UNTOUCHED, UNTOUCHED]);
});

it('of a router that cannot be reached spares the other one not', async () => {
  await using test = await openTestRun();
  await test.arm();
  const { connect } = test.withTargets({ b: { port: 1 } });
  await expect(sweepTunnel({ ...test.run, connect }, { yes: true })).rejects.toMatchObject({ code: 'connect-refused' });
  expect(touched(test)[0]).toEqual(UNTOUCHED);
});
