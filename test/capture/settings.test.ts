/** What keeps debugs off the record is set while armed and stands as before afterwards, whoever ends the capture: flaptrap, the guard, or a sweep. */
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { survey } from '../../src/capture/survey.ts';
import { carryOutSweep, planSweep } from '../../src/capture/sweep.ts';
import type { Side } from '../../src/ipsec/side.ts';
import { ConfigurationMode } from '../../src/lab/device/configuration-mode.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { neededSettings } from '../../src/playbook/settings.ts';
import { changesOf, openStage, type Stage, UNTOUCHED } from './stage.ts';

function type(lab: Lab, side: Side, ...lines: string[]): void {
  const mode = new ConfigurationMode(lab[side].router);
  expect(lines.map((line) => mode.type(line, 0)).filter((answer) => answer !== '')).toEqual([]);
}

/** All lines of a router that say how it logs. */
function settingsOf({ lab }: Stage, side: Side): string[] {
  return lab[side].router.configuration
    .print()
    .filter((line) => /^(?:no )?(?:logging|service timestamps|monitor)/.test(line))
    .toSorted();
}

/** By what a person types; what stands while armed. */
const SETTINGS: readonly { typed: string[]; armed: string | RegExp; isGone?: boolean }[] = [
  { typed: ['default logging console'], armed: 'logging console informational' },
  { typed: ['logging console debugging'], armed: 'logging console informational' },
  { typed: ['no service timestamps debug'], armed: 'service timestamps debug datetime msec' },
  { typed: ['service timestamps debug uptime'], armed: 'service timestamps debug datetime msec' },
  {
    typed: ['service timestamps log datetime localtime show-timezone'],
    armed: 'service timestamps log datetime msec localtime show-timezone',
  },
  { typed: ['no logging on'], armed: 'no logging on', isGone: true },
  { typed: ['no logging buginf'], armed: 'no logging buginf', isGone: true },
  { typed: ['logging rate-limit all 10 except critical'], armed: 'logging rate-limit all 10 except critical', isGone: true },
  { typed: ['logging host 203.0.113.9', 'logging trap debugging'], armed: 'logging trap debugging', isGone: true },
];

describe.each(SETTINGS)('a router with `$typed.0`', ({ typed, armed, isGone = false }) => {
  it('records its debugs while armed, and stands as before when it is disarmed', async () => {
    await using stage = await openStage();
    type(stage.lab, 'b', ...typed);
    const before = settingsOf(stage, 'b');
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    if (isGone) expect(settingsOf(stage, 'b')).not.toContain(armed);
    else expect(settingsOf(stage, 'b')).toContain(armed);
    const { router } = stage.lab.b;
    router.debug('crypto isakmp', '192.0.2.1', 'ISAKMP:(0):heard');
    expect(router.log.show()).toMatch(/^\S{3} .\d \d\d:\d\d:\d\d\.\d{3}(?: UTC)?: ISAKMP:\(0\):heard$/m);
    await disarm(stage.context, plan);
    expect(settingsOf(stage, 'b')).toEqual(before);
    expect(changesOf(stage.lab, 'b')).toMatchObject(UNTOUCHED);
  });
});

const MANY = ['default logging console', 'no service timestamps debug', 'no logging buginf', 'logging rate-limit 5'];

describe('many settings at once', () => {
  it('are given back by the guard when flaptrap is gone', async () => {
    await using stage = await openStage({ speed: 600, change: (text) => text.replace('lease: 3d', 'lease: 20m') });
    type(stage.lab, 'b', ...MANY);
    const before = settingsOf(stage, 'b');
    await arm(stage.context, await stage.plan(), stage.playbook);
    expect(settingsOf(stage, 'b')).not.toEqual(before);
    await expect.poll(() => stage.lab.b.router.eem.applets).toEqual([]);
    expect(settingsOf(stage, 'b')).toEqual(before);
  });

  it('are given back by a sweep, which has nothing but the router', async () => {
    await using stage = await openStage();
    type(stage.lab, 'b', ...MANY);
    const before = settingsOf(stage, 'b');
    await arm(stage.context, await stage.plan(), stage.playbook);
    const options = { isAll: true };
    await carryOutSweep(stage.context, stage.playbook, await planSweep(stage.context, stage.playbook, 'b', options), options);
    expect(settingsOf(stage, 'b')).toEqual(before);
  });

  it('are each a step of the plan, with what gives it back, the console first', async () => {
    await using stage = await openStage();
    type(stage.lab, 'b', ...MANY);
    const { peers } = await stage.plan();
    const steps = peers.b.steps.filter(({ kind }) => kind === 'setting').map(({ lines, undo }) => [...lines, ...undo.lines]);
    expect(steps).toEqual([
      ['logging console informational', 'default logging console'],
      ['service timestamps debug datetime msec', 'no service timestamps debug'],
      ['logging buginf', 'no logging buginf'],
      ['no logging rate-limit', 'logging rate-limit 5'],
    ]);
    expect(peers.a.steps.filter(({ kind }) => kind === 'setting')).toEqual([]);
  });

  it('shape the digest: who agrees to a plan agrees to them', async () => {
    await using stage = await openStage();
    const { digest } = await stage.plan();
    type(stage.lab, 'b', 'no logging buginf');
    expect((await stage.plan()).digest).not.toBe(digest);
  });
});

it('what somebody has changed since is not given back: it is theirs', async () => {
  await using stage = await openStage();
  type(stage.lab, 'b', 'default logging console');
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  type(stage.lab, 'b', 'logging console warnings');
  await disarm(stage.context, plan);
  expect(settingsOf(stage, 'b')).toContain('logging console warnings');
});

it('a console that cannot be set is refused before any debug runs, and both ends stand as before', async () => {
  await using stage = await openStage();
  type(stage.lab, 'b', 'default logging console');
  const { configuration } = stage.lab.b.router;
  const set = configuration.set.bind(configuration);
  configuration.set = (line) => {
    if (!line.startsWith('logging console')) set(line);
  };
  const plan = await stage.plan();
  await expect(arm(stage.context, plan, stage.playbook)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('console'),
    context: { peer: 'branch', next: 'type it by hand: logging console informational' },
  });
  for (const side of ['a', 'b'] as const) expect(changesOf(stage.lab, side)).toEqual(UNTOUCHED);
});

it('terminals that watch are not flooded, and one that nobody watches is left alone', async () => {
  await using stage = await openStage();
  expect((await survey(stage.context, stage.playbook)).b.settings).toEqual([]);
  stage.lab.b.router.log.watchers.add({ isWatching: () => true, hear: () => undefined });
  const { b } = await survey(stage.context, stage.playbook);
  expect(b.settings.map(({ line, restore }) => [line, restore])).toEqual([['logging monitor informational', 'default logging monitor']]);
});

it('a limit of the console alone, and debugs to nowhere, are left as they are', () => {
  const configuration = [
    'service timestamps debug datetime msec localtime',
    'service timestamps log datetime msec',
    'logging rate-limit console 10 except errors',
    'logging trap debugging',
  ].join('\r\n');
  const quiet = {
    bufferBytes: 8192,
    isBufferAtDebugging: true,
    isConsoleAtDebugging: false,
    isMonitorAtDebugging: true,
    isTrapAtDebugging: true,
    isOff: false,
    isXml: false,
    watchers: [],
    hosts: [],
  };
  expect(neededSettings(configuration, quiet)).toEqual([]);
});

describe('the old log', () => {
  it('is brought home before the buffer is set, and comes into the bundle', async () => {
    await using stage = await openStage();
    const { router } = stage.lab.b;
    router.say('CRYPTO-4-RECVD_PKT_INV_SPI', 'decaps: the flap of yesterday');
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    expect(router.log.show()).not.toContain('the flap of yesterday');
    expect(await stage.context.store.readFile(plan.captureId, 'b-show_before_arming_logging.txt')).toContain('the flap of yesterday');
    const { fetchPeer } = await import('../../src/capture/fetch.ts');
    const { evidence } = await fetchPeer(stage.context, plan, 'b');
    expect(evidence.find(({ name }) => name === 'show_before_arming_logging.txt')?.bytes.toString()).toContain('the flap of yesterday');
    await disarm(stage.context, plan);
  });
});
