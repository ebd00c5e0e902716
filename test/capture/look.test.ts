/** A trap that is no longer whole is seen at the next look, and what is missing is named. */
import { describe, expect, it, vi } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel } from '../../src/capture/capture-tunnel.ts';
import type { CaptureContext } from '../../src/capture/context.ts';
import { lookAtBoth } from '../../src/capture/look.ts';
import { waitForSpring } from '../../src/capture/wait.ts';
import { Cli } from '../../src/device/cli.ts';
import { FlaptrapError } from '../../src/errors.ts';
import type { Router } from '../../src/lab/device/router.ts';
import { leaseFile } from '../../src/playbook/ownership.ts';
import { STANDING_COMMAND } from '../../src/playbook/standing.ts';
import { lookAt, openStage } from './stage.ts';

const HEARTBEAT_MS = 21_600_000;
const QUICK = (text: string): string => `${text.replace('lease: 3d', 'lease: 30m')}\nprobe: false\npoll: 1s\n`;

describe('an armed router is looked at', () => {
  it('and stands whole', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    expect(await lookAt(stage.context, plan, 'a')).toEqual({ stage: 'armed', missing: [], files: [] });
  });

  it.each<[string, (router: Router, id: string) => unknown, string, RegExp]>([
    ['a debug that somebody switched off', ({ debugs }) => debugs.delete('crypto isakmp'), 'blind', /the debug of IKEv1 negotiation/],
    ['undebug all', ({ debugs }) => debugs.clear(), 'blind', /IPsec SAs.*IKEv1 negotiation/],
    ['a condition that somebody reset', ({ conditions }) => conditions.clear(), 'blind', /peer condition/],
    [
      'a log buffer that somebody made smaller',
      ({ log }) => log.resize(8192, 7),
      'blind',
      /logging buffer of 4194304 bytes \(it has 8192\)/,
    ],
    ['a log buffer that no longer takes debugs', ({ log }) => log.resize(4_194_304, 6), 'blind', /level was changed/],
    ['a missing CALL applet', ({ eem }, id) => eem.unregister(`FLAPTRAP-${id}-CALL`), 'blind', /its applets CALL/],
    ['a missing guard', ({ eem }, id) => eem.unregister(`FLAPTRAP-${id}-GUARD`), 'blind', /its applets GUARD/],
    ['a missing WATCH applet', ({ eem }, id) => eem.unregister(`FLAPTRAP-${id}-WATCH`), 'gone', /its applets WATCH/],
    ['a reload', (router) => router.reload(0), 'reloaded', /none of its applets is there any more/],
  ])('and %s is named', async (_what, spoil, stage, missing) => {
    await using test = await openStage({ change: QUICK });
    const plan = await test.plan();
    await arm(test.context, plan, test.playbook);
    spoil(test.lab.b.router, plan.captureId);
    await expect.poll(() => test.lab.b.router.isUp).toBe(true);
    const look = await lookAt(test.context, plan, 'b');
    expect(look.stage).toBe(stage);
    expect(look.missing.join('; ')).toMatch(missing);
  });
});

it('a guard that saves its record and leaves just as the files were listed is no freeze', async () => {
  await using stage = await openStage({ change: QUICK });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  const { router } = stage.lab.b;
  const { exec } = Cli.prototype;
  vi.spyOn(Cli.prototype, 'exec').mockImplementation(async function (this: Cli, command, ...rest) {
    if (command === STANDING_COMMAND) {
      router.writeFile(leaseFile(plan.captureId, 'show logging'), 'saved', 'replace');
      for (const role of ['REC', 'WATCH']) router.eem.unregister(`FLAPTRAP-${plan.captureId}-${role}`);
    }
    return exec.call(this, command, ...rest);
  });
  const look = await lookAt(stage.context, plan, 'b');
  vi.restoreAllMocks();
  expect(look.stage).toBe('gone');
  expect(look.files.map(({ name }) => name)).toEqual([leaseFile(plan.captureId, 'show logging')]);
});

describe('a trap that goes while flaptrap waits', () => {
  it('at both ends ends the waiting, with what was missing', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => {
      for (const side of ['a', 'b'] as const)
        for (const { name } of stage.lab[side].router.eem.applets) stage.lab[side].router.eem.unregister(name);
    });
    expect(captured.ending).toBe('gone');
    expect(stage.told).toContain('a: no longer armed: none of its applets is there any more');
  });

  it('at one end leaves the other to spring', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => {
      stage.lab.a.router.eem.unregister(`FLAPTRAP-${plan.captureId}-WATCH`);
      stage.lab.play('delete-lost', 'b', 60);
    });
    expect(captured.ending).toBe('sprung');
    expect(captured.fetched?.b.evidence.map(({ name }) => name)).toContain('show_logging.txt');
  });
});

it('a router that hangs does not hide that the other has sprung', async () => {
  await using stage = await openStage({ change: QUICK });
  const plan = await stage.plan();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isHanging = false;
  const context: CaptureContext = {
    ...stage.context,
    connect: async (side) => {
      if (side === 'a' && isHanging) await released;
      return stage.context.connect(side);
    },
    say: ({ text }) => {
      if (text === 'triggered') release();
    },
  };
  const captured = await captureTunnel(context, plan, stage.playbook, () => {
    isHanging = true;
    stage.lab.play('delete-lost', 'b', 5);
  });
  expect(captured.ending).toBe('sprung');
});

it('a host whose clock is set while it waits neither ends the lease nor prolongs it', async () => {
  await using stage = await openStage({ change: (text) => QUICK(text).replace('lease: 30m', 'lease: 9m') });
  const plan = await stage.plan();
  let setBy = 0;
  const { clock } = stage.context;
  const context: CaptureContext = { ...stage.context, clock: { ...clock, now: () => clock.now() + setBy } };
  const startedMs = clock.monotonic();
  const captured = await captureTunnel(context, plan, stage.playbook, () => {
    setBy = 400 * 86_400_000;
    stage.lab.clock.after(120_000, () => {
      setBy = -400 * 86_400_000;
    });
  });
  expect(captured.ending).toBe('lease-ended');
  expect((clock.monotonic() - startedMs) / 60_000).toBeGreaterThan(8);
});

it('a trap that its own lease has ended is told with who removed it', async () => {
  await using stage = await openStage({ speed: 600, change: QUICK });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  await stage.lab.clock.advance(31 * 60_000);
  await expect
    .poll(async () => (await lookAt(stage.context, plan, 'a')).missing)
    .toEqual(['none of its applets is there any more: LEASE removed them (lease ended)']);
});

it('a login that is refused while waiting is tried more and more seldom', async () => {
  await using stage = await openStage({ change: QUICK });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  const refused = stage.withTargets({ a: { password: 'wrong' } });
  const pauses: number[] = [];
  const clock: CaptureContext['clock'] = {
    ...refused.clock,
    sleep: async (ms, signal) => {
      // How often the heart beats meanwhile, and what has gone of the whole time, is the machine's affair.
      if (ms < 1_000_000 && ms !== HEARTBEAT_MS) pauses.push(ms);
      if (pauses.length > 4) stage.stop.abort();
      await refused.clock.sleep(ms, signal);
    },
  };
  const context: CaptureContext = {
    ...refused,
    clock,
    connect: async (side) => (side === 'a' ? refused.connect(side) : new Promise(() => undefined)),
  };
  expect(await waitForSpring(context, plan, stage.playbook, 10_000_000)).toBe('stopped');
  expect(pauses.slice(0, 4)).toEqual([2000, 4000, 8000, 16_000]);
});

it('a mistake of our own that may pass ends no waiting, but is said at once to whoever asks for both', async () => {
  await using stage = await openStage({ change: QUICK });
  const plan = await stage.plan();
  const refuse = (): Promise<never> => Promise.reject(new FlaptrapError('input', 'cannot read the known hosts'));
  const context: CaptureContext = { ...stage.context, connect: refuse };
  expect(await lookAt(context, plan, 'a')).toMatchObject({ stage: 'unknown', missing: ['cannot read the known hosts'] });
  await expect(lookAtBoth(context, plan)).rejects.toMatchObject({ code: 'input' });
});
