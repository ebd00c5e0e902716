/** Sweeping: only undo lines of a fixed list, only what belongs to the tunnel, nothing of a live trap unasked, and everything with --all. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseApplets } from '../../src/applet/parse.ts';
import { arm } from '../../src/capture/arm.ts';
import { carryOutSweep, planSweep } from '../../src/capture/sweep.ts';
import type { Router } from '../../src/lab/device/router.ts';
import { silentScreen } from '../cli/silent-screen.ts';
import { sweepBoth } from '../cli/sweep-both.ts';
import { changesOf, openStage, UNTOUCHED } from './stage.ts';

const QUICK = (text: string): string => `${text}\nprobe: false\n`;

function hold(router: Router, configuration: string): void {
  for (const applet of parseApplets(configuration, 'x').applets) router.eem.register(applet);
}

const PLANTED = `event manager applet FLAPTRAP-deadbeef-GUARD
 description flaptrap capture deadbeef digest 0123456789abcdef lease 2026-01-01T00:00:00.000Z tunnel 192.0.2.1 198.51.100.1
 event timer countdown time 99999999
 action 0010 cli command "enable"
 action 0020 cli command "no debug all"
 action 0030 cli command "no debug crypto isakmp"
 action 0040 cli command "no debug crypto condition peer ipv4 198.51.100.1"
 action 0050 cli command "configure terminal"
 action 0060 cli command "username evil privilege 15 secret evil"
 action 0070 cli command "logging buffered 4096\\nusername evil"
 action 0080 cli command "no event manager applet SOMEBODY-ELSES"
 action 0090 cli command "crypto isakmp key evil address 0.0.0.0"
`;

/** As version 0.1.0 left it: no REC, no LEASE, no tunnel in the description. */
const OLD = `event manager applet FLAPTRAP-0badcafe-GUARD
 description flaptrap capture 0badcafe digest 0123456789abcdef lease 2030-01-01T00:00:00.000Z
 event timer countdown time 99999999
 action 0010 cli command "enable"
 action 0020 cli command "no debug crypto ipsec"
 action 0030 cli command "no debug crypto isakmp"
 action 0040 cli command "no debug crypto condition peer ipv4 198.51.100.1"
 action 0050 cli command "configure terminal"
 action 0060 cli command "default logging buffered"
event manager applet FLAPTRAP-0badcafe-WATCH
 description flaptrap capture 0badcafe digest 0123456789abcdef lease 2030-01-01T00:00:00.000Z
 event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI: .*destaddr=192[.]0[.]2[.]1, .*srcaddr=198[.]51[.]100[.]1" maxrun 295 ratelimit 259200
 action 0010 cli command "enable"
`;

describe('a planted applet with our name', () => {
  it('is removed; of what it would type only undo lines of ours are typed, and all are shown before', async () => {
    await using stage = await openStage();
    const { router } = stage.lab.a;
    hold(router, PLANTED);
    router.debugs.add('ip packet');
    const before = router.configuration.print();
    const planned = await planSweep(stage.context, stage.playbook, 'a', {});
    expect(planned.exec).toEqual(['no debug crypto isakmp', 'no debug crypto condition peer ipv4 198.51.100.1']);
    expect(planned.configure).toEqual(['no event manager applet FLAPTRAP-deadbeef-GUARD']);
    const screen = silentScreen();
    expect(await sweepBoth(stage.context, stage.playbook, {}, screen)).toBe(0);
    for (const line of [...planned.exec, ...planned.configure]) expect(screen.told).toContain(`     ${line}`);
    expect(router.configuration.print()).toEqual(before);
    expect(changesOf(stage.lab, 'a')).toEqual({ ...UNTOUCHED, debugs: ['ip packet'] });
  });
});

describe('a live trap', () => {
  it('is not taken away unasked', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const armed = changesOf(stage.lab, 'a');
    await expect(sweepBoth(stage.context, stage.playbook, {}, silentScreen())).rejects.toMatchObject({
      code: 'digest',
      message: expect.stringContaining(plan.captureId),
    });
    const refusing = { ...silentScreen(false), isInteractive: true };
    await expect(sweepBoth(stage.context, stage.playbook, {}, refusing)).rejects.toMatchObject({ code: 'digest' });
    expect(changesOf(stage.lab, 'a')).toEqual(armed);
  });

  it.each([{ yes: true }, { all: true }])('is taken away with %j', async (consent) => {
    await using stage = await openStage({ change: QUICK });
    await arm(stage.context, await stage.plan(), stage.playbook);
    expect(await sweepBoth(stage.context, stage.playbook, consent, silentScreen())).toBe(0);
    expect([changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('is asked for at one router after the other, and stays at both when one is refused', async () => {
    await using stage = await openStage({ change: QUICK });
    await arm(stage.context, await stage.plan(), stage.playbook);
    const armed = [changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')];
    let open = 0;
    const asked: string[] = [];
    const screen = {
      ...silentScreen(),
      isInteractive: true,
      confirm: async (question: string) => {
        open += 1;
        expect(open).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        asked.push(question);
        return asked.length === 1;
      },
    };
    await expect(sweepBoth(stage.context, stage.playbook, {}, screen)).rejects.toMatchObject({ code: 'digest' });
    expect(asked).toHaveLength(2);
    expect([changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual(armed);
  });

  it('of a router that answers is taken away although the other cannot be reached', async () => {
    await using stage = await openStage({ change: QUICK });
    await arm(stage.context, await stage.plan(), stage.playbook);
    const context = stage.withTargets({ b: { port: 1 } });
    await expect(sweepBoth(context, stage.playbook, { all: true }, silentScreen())).rejects.toMatchObject({ context: { peer: 'branch' } });
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  });

  it('is only named by a dry run', async () => {
    await using stage = await openStage({ change: QUICK });
    await arm(stage.context, await stage.plan(), stage.playbook);
    const armed = changesOf(stage.lab, 'a');
    const screen = silentScreen();
    expect(await sweepBoth(stage.context, stage.playbook, { dryRun: true }, screen)).toBe(0);
    expect(screen.told).toContain('would type:');
    expect(changesOf(stage.lab, 'a')).toEqual(armed);
  });
});

describe('what an older version left', () => {
  it('is taken off by sweep --all, without any store', async () => {
    await using stage = await openStage();
    const { router } = stage.lab.a;
    hold(router, OLD);
    for (const debug of ['crypto isakmp', 'crypto ipsec', 'ip packet']) router.debugs.add(debug);
    router.conditions.add('198.51.100.1');
    expect(await sweepBoth(stage.context, stage.playbook, { all: true }, silentScreen())).toBe(0);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ applets: [], debugs: ['ip packet'], conditions: [] });
  });

  it('of a role that this version does not know goes with it too', async () => {
    await using stage = await openStage();
    hold(stage.lab.a.router, 'event manager applet FLAPTRAP-0badcafe-TAIL\n event none\n action 1 syslog msg "x"\n');
    expect(await sweepBoth(stage.context, stage.playbook, { all: true }, silentScreen())).toBe(0);
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  });

  it.each(['FLAPTRAP', 'FLAPTRAP-7f3a9c01', 'MY-FLAPTRAP-7f3a9c01-GUARD', 'flaptrap-7f3a9c01-GUARD'])(
    'never means the applet %s of somebody else',
    async (name) => {
      await using stage = await openStage();
      hold(stage.lab.a.router, `event manager applet ${name}\n event none\n action 1 syslog msg "x"\n`);
      expect(await sweepBoth(stage.context, stage.playbook, { all: true }, silentScreen())).toBe(0);
      expect(changesOf(stage.lab, 'a')).toMatchObject({ applets: [name] });
    },
  );
});

describe('evidence on flash', () => {
  const NAME = 'flaptrap-0badcafe-show_logging.txt';

  it('stays, and is named', async () => {
    await using stage = await openStage();
    stage.lab.a.router.writeFile(NAME, 'evidence', 'replace');
    const screen = silentScreen();
    expect(await sweepBoth(stage.context, stage.playbook, { all: true }, screen)).toBe(0);
    expect(screen.told).toContain(`keeps: evidence flash:${NAME}`);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ files: [NAME] });
  });

  it('goes when that is asked for, and nothing beside it', async () => {
    await using stage = await openStage();
    for (const name of [NAME, 'flaptrap.bin', 'c2900-universalk9-mz.bin']) stage.lab.a.router.writeFile(name, 'x', 'replace');
    const planned = await planSweep(stage.context, stage.playbook, 'a', { isAll: true, deletesFiles: true });
    expect(await carryOutSweep(stage.context, stage.playbook, planned, { isAll: true, deletesFiles: true })).toEqual([]);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ files: ['flaptrap.bin', 'c2900-universalk9-mz.bin'] });
  });
});

it('the undo lines that are typed are those of the templates, and no others are to be found in them', () => {
  for (const file of ['guard', 'watch']) expect(readFileSync(`templates/${file}.hbs`, 'utf8')).not.toMatch(/undebug|debug all|write/);
});

it('on a host whose clock was set ahead a live trap is still one that is asked about', async () => {
  await using stage = await openStage({ change: (text) => `${text}\nprobe: false\n` });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  const { clock } = stage.context;
  const ahead = { ...stage.context, clock: { ...clock, now: () => clock.now() + 400 * 86_400_000 } };
  const { live } = await planSweep(ahead, stage.playbook, 'a', {});
  expect(live.map(({ captureId }) => captureId)).toEqual([plan.captureId]);
});

describe('a sweep knows as its own', () => {
  it('the debugs of IKEv2, by whatever name the router shows them', async () => {
    await using stage = await openStage({ change: (text) => QUICK(text.replace('[isakmp, ipsec]', '[ikev2, ipsec]')) });
    await arm(stage.context, await stage.plan(), stage.playbook);
    const planned = await planSweep(stage.context, stage.playbook, 'a', {});
    const debugs = ['IKEv2 default', 'IKEv2 error', 'IKEv2 packet', 'Crypto IPSEC'].map((what) => `debug: ${what} debugging is on`);
    expect(planned.found.filter((line) => line.startsWith('debug: '))).toEqual(debugs);
    stage.lab.a.router.debugs.delete = () => true;
    expect(await carryOutSweep(stage.context, stage.playbook, planned, {})).toEqual(debugs);
  });

  it('what an older version left on its own tunnel, which its condition names, and no other', async () => {
    await using stage = await openStage();
    const { router } = stage.lab.a;
    hold(router, OLD);
    const planned = await planSweep(stage.context, stage.playbook, 'a', {});
    expect(planned.configure).toContain('no event manager applet FLAPTRAP-0badcafe-GUARD');
    router.eem.unregister('FLAPTRAP-0badcafe-GUARD');
    router.eem.unregister('FLAPTRAP-0badcafe-WATCH');
    hold(router, OLD.replaceAll('198.51.100.1', '203.0.113.5'));
    const others = await planSweep(stage.context, stage.playbook, 'a', {});
    expect([others.configure, others.exec]).toEqual([[], []]);
    expect(others.kept).toEqual(['applets of capture 0badcafe: its tunnel is not known']);
  });
});
