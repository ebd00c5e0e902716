/** Event traces of IOS XE are enabled, sized, proven, saved and given back; one that somebody runs is left to them. */
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { requireArmable, survey } from '../../src/capture/survey.ts';
import { ConfigurationMode } from '../../src/lab/device/configuration-mode.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

const XE: StageOptions = { a: { platform: 'ios-xe' }, b: { platform: 'ios-xe' } };
const ALONE: StageOptions = { ...XE, change: (text) => text.replace('strategy: recorder', 'strategy: event-trace') };

const tracesOf = ({ lab }: Stage) => {
  const { traces, configuration } = lab.b.router;
  return {
    ipsec: traces.ipsec.isEnabled,
    ikev2: traces.ikev2.isEnabled,
    sizes: configuration.print().filter((line) => /event-trace/.test(line)),
  };
};
const OFF = { ipsec: false, ikev2: false, sizes: [] };
const ON = {
  ipsec: true,
  ikev2: true,
  sizes: ['monitor event-trace crypto ipsec event size 10000', 'monitor event-trace crypto ikev2 event size 10000'],
};

describe.each([
  ['beside debugs', XE],
  ['alone', ALONE],
])('event traces %s', (_where, options) => {
  it('run while armed, are saved after the tail, and are off again afterwards', async () => {
    await using stage = await openStage(options);
    expect(tracesOf(stage)).toEqual(OFF);
    const plan = await stage.plan();
    expect(plan.peers.b.files.map(({ command }) => command)).toContain('show monitor event-trace crypto ipsec event all');
    await arm(stage.context, plan, stage.playbook);
    expect(tracesOf(stage)).toEqual(ON);
    await disarm(stage.context, plan);
    expect(tracesOf(stage)).toEqual(OFF);
  });

  it('are given back by the guard when flaptrap is gone', async () => {
    const change = (text: string): string => (options.change?.(text) ?? text).replace('lease: 3d', 'lease: 20m');
    await using stage = await openStage({ ...options, speed: 600, change });
    await arm(stage.context, await stage.plan(), stage.playbook);
    await expect.poll(() => stage.lab.b.router.eem.applets).toEqual([]);
    expect(tracesOf(stage)).toEqual(OFF);
  });
});

it('a trace that somebody runs is recorded, and neither sized nor switched off', async () => {
  await using stage = await openStage(XE);
  stage.lab.b.router.traces.ipsec.isEnabled = true;
  new ConfigurationMode(stage.lab.b.router).type('monitor event-trace crypto ipsec event size 500', 0);
  const before = tracesOf(stage);
  const plan = await stage.plan();
  expect(plan.peers.b.steps.flatMap(({ lines }) => lines).filter((line) => line.startsWith('monitor event-trace crypto ipsec'))).toEqual(
    [],
  );
  await arm(stage.context, plan, stage.playbook);
  await disarm(stage.context, plan);
  expect(tracesOf(stage)).toEqual(before);
});

it('a trace that was configured larger or smaller gets its size back', async () => {
  await using stage = await openStage(XE);
  new ConfigurationMode(stage.lab.b.router).type('monitor event-trace crypto ipsec event size 500', 0);
  const before = tracesOf(stage);
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  expect(tracesOf(stage).sizes).toContain('monitor event-trace crypto ipsec event size 10000');
  await disarm(stage.context, plan);
  expect(tracesOf(stage)).toEqual(before);
});

it('two captures on one router share them: the last to leave switches them off', async () => {
  await using stage = await openStage({
    ...XE,
    b: { platform: 'ios-xe' },
  });
  const plan = await stage.plan('one');
  await arm(stage.context, plan, stage.playbook);
  const { b } = await survey(stage.context, stage.playbook);
  expect(b.captures[0]?.marks).toEqual(expect.arrayContaining(['rec-trace-ipsec', 'rec-trace-ikev2']));
  expect(b.traces.map(({ isEnabled }) => isEnabled)).toEqual([true, true]);
  await disarm(stage.context, plan);
  expect(tracesOf(stage)).toEqual(OFF);
});

it('a trace that does not come on is refused, and both ends are put back', async () => {
  await using stage = await openStage(XE);
  Object.defineProperty(stage.lab.b.router.traces.ipsec, 'isEnabled', {
    get: () => false,
    set: (_wanted) => {
      // It stays off.
    },
  });
  const plan = await stage.plan();
  await expect(arm(stage.context, plan, stage.playbook)).rejects.toMatchObject({
    code: 'refused',
    context: { peer: 'branch', next: 'set `traces: false` in the playbook' },
  });
  expect(tracesOf(stage)).toEqual(OFF);
});

it('without traces in the playbook none is touched, and classic IOS is not asked for any', async () => {
  await using stage = await openStage({ ...XE, change: (text) => `${text}\ntraces: false\n` });
  const lines = (await stage.plan()).peers.b.steps.flatMap((step) => step.lines);
  expect(lines.filter((line) => line.includes('event-trace'))).toEqual([]);
  await using classic = await openStage();
  expect((await survey(classic.context, classic.playbook)).b.traces).toEqual([]);
});

it('a release without event traces is refused for the strategy that has nothing else', async () => {
  await using stage = await openStage(ALONE);
  const facts = await survey(stage.context, stage.playbook);
  const bare = { ...facts, b: { ...facts.b, traces: [] } };
  expect(() => requireArmable(stage.playbook, facts)).not.toThrow();
  expect(() => requireArmable(stage.playbook, bare)).toThrow(
    expect.objectContaining({
      context: expect.objectContaining({ answer: expect.stringContaining('branch: its release has no crypto event trace') }),
    }),
  );
});
