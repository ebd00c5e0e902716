/** A survey says which router must not be armed, and why, before anything is changed. */
import { expect, it } from 'vitest';
import { survey } from '../../src/capture/survey.ts';
import { ScriptedRouter } from '../device/scripted-router.ts';
import { changesOf, openStage, UNTOUCHED } from './stage.ts';

const NEXUS = 'Cisco Nexus Operating System (NX-OS) Software\nSoftware\n  NXOS: version 9.3(8)\n  cisco Nexus9000 C9300v Chassis';

it('a router of a platform that nobody knows is refused with what it calls itself, and the playbook may say what it is', async () => {
  await using stage = await openStage();
  await using strange = await ScriptedRouter.start({ hostname: 'branch', commands: { 'show version': NEXUS } });
  const context = stage.withTargets({ b: { ...strange.target(), name: 'branch' } });
  await expect(survey(context, stage.playbook)).rejects.toMatchObject({
    code: 'preflight',
    message: 'flaptrap does not know the platform of this router',
    context: { peer: 'branch', answer: expect.stringContaining('NX-OS'), next: expect.stringMatching(/platform: ios or ios-xe/) },
  });
  // Nothing but the question was typed there.
  expect(strange.typed.filter(({ mode }) => mode !== 'exec')).toEqual([]);
  expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
});

it('a router that the playbook calls by its platform is taken for that, whatever it calls itself', async () => {
  await using stage = await openStage({ change: (text) => text.replace('name: branch', 'name: branch\n    platform: ios-xe') });
  const facts = await survey(stage.context, stage.playbook);
  expect([facts.a.platform, facts.b.platform]).toEqual(['ios', 'ios-xe']);
});

it('a login that gives no privileged EXEC is refused, with what would give it', async () => {
  await using stage = await openStage({ b: { enableSecret: 'lift-me' } });
  await expect(survey(stage.context, stage.playbook)).rejects.toMatchObject({
    code: 'not-authorized',
    context: { peer: 'branch', tried: 'enable', next: expect.stringContaining('enableSecret') },
  });
  const lifted = stage.withTargets({ b: { enableSecret: 'lift-me' } });
  expect((await survey(lifted, stage.playbook)).b.hostname).toBe('branch');
});

it('routers that both cannot be asked are both named, each with why', async () => {
  await using stage = await openStage();
  const context = stage.withTargets({ a: { password: 'wrong' }, b: { port: 1 } });
  await expect(survey(context, stage.playbook)).rejects.toMatchObject({
    message: expect.stringMatching(/hq: .*; branch: .*/),
    context: { next: expect.stringContaining('\n') },
  });
});

it('a router that answers nothing but what a plan cannot do without is surveyed, and what it did not say is not known', async () => {
  await using stage = await openStage();
  await using terse = await ScriptedRouter.start({
    hostname: 'branch',
    commands: {
      'show version': 'Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.7(3)M8, RELEASE SOFTWARE (fc1)\r\n',
      'show running-config': 'hostname branch\r\n',
      'show logging | include logging:|Log Buffer|^ +Logging to': '',
      'show debugging': '',
    },
  });
  const { b } = await survey(stage.withTargets({ b: { ...terse.target(), name: 'branch' } }), stage.playbook);
  expect(b).toMatchObject({
    platform: 'ios',
    isAssumed: false,
    serial: null,
    clockMs: null,
    flashFreeBytes: null,
    loggingLine: null,
    debugs: [],
    conditions: [],
    captures: [],
    ownFiles: [],
  });
});

it('a stop while the routers are asked ends it as stopped, with nothing changed', async () => {
  await using stage = await openStage();
  const asked = survey(stage.context, stage.playbook);
  stage.stop.abort();
  await expect(asked).rejects.toMatchObject({ code: 'stopped', message: 'stopped; nothing was changed' });
});
