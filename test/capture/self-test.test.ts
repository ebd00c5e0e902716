import { describe, expect, it } from 'vitest';
import { neededCommands } from '../../src/capture/needed-commands.ts';
import { type Permission, testAccount } from '../../src/capture/self-test.ts';
import { connect } from '../../src/device/cli.ts';
import type { Side } from '../../src/ipsec/side.ts';
import { RECIPES } from '../../src/playbook/recipes/index.ts';
import { stemOf } from '../../src/playbook/recipes/recipe.ts';
import { ScriptedRouter } from '../device/scripted-router.ts';
import { targetOfLab } from '../lab/lab-login.ts';
import { openStage, type Stage } from './stage.ts';

async function permissionsOn(stage: Stage, side: Side): Promise<Permission[]> {
  const plan = await stage.plan();
  await using cli = await connect(targetOfLab(stage.lab, side));
  return await testAccount(cli, neededCommands(plan.peers[side]));
}

const of = (permissions: readonly Permission[], command: string): string | undefined =>
  permissions.find((each) => each.command === command)?.is;

describe('the self-test of an account', () => {
  it('finds every EXEC command of the plan allowed to privilege 15, and changes nothing', async () => {
    await using stage = await openStage();
    const { router } = stage.lab.a;
    const before = router.configuration.print().join('\n');
    const permissions = await permissionsOn(stage, 'a');
    const exec = permissions.filter(({ why }) => !why.startsWith('configuration mode'));
    expect(exec.filter(({ is }) => is !== 'allowed')).toEqual([]);
    expect(of(permissions, 'debug crypto condition peer ipv4 198.51.100.1')).toBe('allowed');
    expect([...router.debugs, ...router.conditions, ...router.flash.keys()]).toEqual([]);
    expect(router.configuration.print().join('\n')).toBe(before);
    expect(router.eem.applets).toEqual([]);
  });

  it('does not call a debug allowed where AAA will be asked when it runs', async () => {
    await using stage = await openStage({ b: { authorizesCommands: true } });
    const permissions = await permissionsOn(stage, 'b');
    expect(of(permissions, 'debug crypto isakmp')).toBe('unproven');
    expect(of(permissions, 'show version')).toBe('allowed');
  });

  it('says which commands are denied, in the words of the device', async () => {
    await using router = await ScriptedRouter.start({
      commands: {
        'show debugging': '',
        'show crypto debug-condition': '',
        'show version | include ^flaptrap-self-test$': 'Command authorization failed.',
        'show running-config | include ^aaa authorization': '',
        // The marker stands under `debug`: the parser knows none of it.
        'debug crypto isakmp flaptrap-self-test': "   ^\n% Invalid input detected at '^' marker.",
      },
    });
    await using cli = await connect(router.target());
    const needed = [
      { mode: 'exec', does: 'show', command: 'show version' },
      { mode: 'exec', does: 'change', command: 'debug crypto isakmp' },
    ] as const;
    expect(await testAccount(cli, needed)).toEqual([
      { mode: 'exec', command: 'show version', is: 'denied', why: 'Command authorization failed.' },
      { mode: 'exec', command: 'debug crypto isakmp', is: 'denied', why: "% Invalid input detected at '^' marker." },
    ]);
  });
});

describe('a router whose answers the self-test must not trust', () => {
  const debugging = (answers: string[]) => ({
    'show debugging': () => answers.shift() ?? '',
    'show crypto debug-condition': '',
  });
  const SHOW = { mode: 'exec', does: 'show', command: 'show version' } as const;
  const LINE = { mode: 'configure', does: 'change', command: 'logging buffered' } as const;

  it('is told when its debugs are others than before', async () => {
    await using router = await ScriptedRouter.start({
      commands: debugging(['', 'Cryptographic Subsystem:\r\n  Crypto ISAKMP debugging is on\r\n']),
    });
    await using cli = await connect(router.target());
    await expect(testAccount(cli, [])).rejects.toMatchObject({ code: 'left-behind', context: { peer: 'hq' } });
  });

  it('has nothing proven where it does not show whether AAA is asked', async () => {
    const debug = { mode: 'exec', command: 'debug crypto isakmp', does: 'change' } as const;
    const typed = `${debug.command} flaptrap-self-test`;
    const marker = `${' '.repeat('hq#'.length + debug.command.length + 1)}^\r\n% Invalid input detected at '^' marker.\r\n`;
    await using router = await ScriptedRouter.start({ commands: { ...debugging([]), [typed]: marker } });
    await using cli = await connect(router.target());
    expect(await testAccount(cli, [debug, LINE])).toMatchObject([
      { is: 'unproven', why: expect.stringContaining('AAA is asked only when it runs') },
      { is: 'unproven', why: expect.stringContaining('AAA also checks configuration lines') },
    ]);
  });

  it('is asked about lines of configuration by nobody where its configuration says so', async () => {
    const commands = {
      ...debugging([]),
      'show running-config | include ^aaa authorization': '',
      'show version | include ^flaptrap-self-test$': '',
    };
    await using router = await ScriptedRouter.start({ commands });
    await using cli = await connect(router.target());
    expect(await testAccount(cli, [SHOW, LINE])).toMatchObject([
      { is: 'allowed', why: 'it ran' },
      { is: 'unproven', why: 'configuration mode was not entered; arming reads every answer' },
    ]);
  });
});

describe('a command without its arguments', () => {
  it.each([
    ['debug crypto condition peer ipv4 192.0.2.1', 'debug crypto condition peer ipv4'],
    ['event manager run FLAPTRAP-7f3a9c01-CALL', 'event manager run'],
    ['more flash:flaptrap-7f3a9c01-show_clock.txt', 'more'],
    ['logging buffered 4194304 debugging', 'logging buffered'],
    ['show crypto ipsec sa detail', 'show crypto ipsec sa detail'],
  ])('%s: %s', (command, stem) => {
    expect(stemOf(command)).toBe(stem);
  });
});

describe.each(Object.entries(RECIPES))('the recipe %s', (_id, recipe) => {
  it('names every command of the plan, nothing of one capture alone, and no address in the clear pattern of a regular expression', async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    const text = recipe.print(neededCommands(plan.peers.a)).join('\n');
    for (const word of ['show', 'crypto isakmp', 'event manager', 'logging buffered', 'verify'])
      expect(text.replaceAll(/[{"^]|permit|cmd =|\n/g, ' ').replaceAll(/ +/g, ' ')).toContain(word);
    expect(text).not.toContain(plan.captureId);
    expect(text).not.toContain('198.51.100.1');
  });
});
