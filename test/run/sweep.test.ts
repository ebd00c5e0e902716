/** A sweep through ports: what it asks, what it says, what it gives. */
import { expect, it } from 'vitest';
import { savedSides } from '../../src/capture/saved.ts';
import { FlaptrapError } from '../../src/errors.ts';
import { disarmCapture } from '../../src/run/disarm.ts';
import { runCapture } from '../../src/run/run-capture.ts';
import { askStatus } from '../../src/run/status.ts';
import { sweepTunnel } from '../../src/run/sweep.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { openTestRun, type TestRun } from './open-test-run.ts';

const WAITS = /^waiting for the trigger/;
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

it('a trap that somebody has saved is told of by whoever ends it, asks or sweeps, until its router is seen without it', async () => {
  await using test = await openTestRun({
    onNews: (news) => {
      if (news.about !== 'progress' || !WAITS.test(news.text)) return;
      test.lab.b.router.save();
      test.spring();
    },
  });
  const { captureId, saved } = await runCapture(test.run, { yes: true, out: test.out });
  expect(saved).toEqual([expect.stringContaining(`branch (b): its startup configuration holds the applets of capture ${captureId}`)]);
  const meanings = async (): Promise<string[]> => {
    const record = await test.store.read(captureId);
    return record === undefined ? [] : (await askStatus(test.run, record)).peers.map(({ meaning }) => meaning);
  };
  expect(await meanings()).toEqual([expect.not.stringContaining('startup'), expect.stringContaining('its startup configuration holds')]);
  await sweepTunnel(test.run, {});
  expect((await meanings())[1]).toContain('its startup configuration holds');
  test.lab.b.router.save();
  await sweepTunnel(test.run, { dryRun: true });
  expect((await meanings()).join()).not.toContain('startup');
});

it('what a router does not tell of its startup configuration changes nothing that is remembered of it', async () => {
  let says: string | undefined;
  await using test = await openTestRun({
    b: { quirks: [{ onLine: (line) => (line.startsWith('show startup-config') ? says : undefined) }] },
  });
  const { captureId } = await test.arm();
  test.lab.b.router.save();
  const record = await test.store.read(captureId);
  if (record !== undefined) await disarmCapture(test.run, record);
  for (const answer of ['% Authorization failed.\n', 'startup-config file open failed (Device or resource busy)\n']) {
    says = answer;
    await sweepTunnel(test.run, {});
    expect(savedSides((await test.store.read(captureId))?.journal ?? [])).toEqual(['b']);
  }
  says = 'startup-config is not present\n';
  await sweepTunnel(test.run, {});
  expect(savedSides((await test.store.read(captureId))?.journal ?? [])).toEqual([]);
});

it('of all that ever was forgets the saved traps that it sees to be gone, and needs no memory for it', async () => {
  await using test = await openTestRun();
  const { captureId } = await test.arm();
  test.lab.b.router.save();
  const record = await test.store.read(captureId);
  if (record !== undefined) await disarmCapture(test.run, record);
  const savedOn = async (): Promise<string[]> => savedSides((await test.store.read(captureId))?.journal ?? []);
  expect(await savedOn()).toEqual(['b']);
  test.lab.b.router.save();
  await sweepTunnel(test.run, { all: true });
  expect(await savedOn()).toEqual([]);
  const lost = { listAll: () => Promise.reject(new FlaptrapError('input', 'the disk is gone')), noteSaved: async () => undefined };
  expect(await sweepTunnel(test.run, { all: true, elsewhere: lost })).toMatchObject({ peers: { a: { left: [] }, b: { left: [] } } });
  await expect(sweepTunnel(test.run, { elsewhere: lost })).rejects.toThrow('the disk is gone');
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
