/** The guards at the end of a lease, with flaptrap gone: they save first, and try again until nothing is left. */
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { PLATFORMS } from '../../src/ios/platforms/index.ts';
import { changesOf, lookAt, openStage, UNTOUCHED } from './stage.ts';

const SHORT = (text: string): string => `${text.replace('lease: 3d', 'lease: 20m')}\nprobe: false\n`;

describe('a lease that ends while the router gives EEM no terminal line', () => {
  it('is ended by the guard later, when there is one again', async () => {
    await using stage = await openStage({ speed: 600, change: SHORT });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const { router } = stage.lab.b;
    await expect.poll(() => router.lines.size).toBe(0);
    while (router.takeLine('noc') !== undefined);
    await stage.lab.clock.advance(21 * 60_000);
    expect(changesOf(stage.lab, 'b')).toMatchObject({ debugs: ['crypto isakmp', 'crypto ipsec'] });
    router.lines.clear();
    await stage.lab.clock.advance(5 * 60_000);
    await expect.poll(() => changesOf(stage.lab, 'b')).toMatchObject({ applets: [], debugs: [], conditions: [] });
  });

  it('and whose configuration is locked loses at least its debugs', async () => {
    await using stage = await openStage({ speed: 600, change: SHORT });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const { router } = stage.lab.b;
    const unregister = router.eem.unregister.bind(router.eem);
    router.eem.unregister = () => false;
    await stage.lab.clock.advance(21 * 60_000);
    await expect.poll(() => changesOf(stage.lab, 'b')).toMatchObject({ debugs: [], conditions: [] });
    router.eem.unregister = unregister;
    await stage.lab.clock.advance(5 * 60_000);
    await expect.poll(() => changesOf(stage.lab, 'b')).toMatchObject({ applets: [], debugs: [], conditions: [] });
  });
});

it('a guard whose date has not come leaves everything as it is', async () => {
  await using stage = await openStage({ speed: 600, change: SHORT });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  await stage.lab.clock.advance(10 * 60_000);
  expect(changesOf(stage.lab, 'b')).toMatchObject({ debugs: ['crypto isakmp', 'crypto ipsec'], files: [] });
  expect(stage.lab.b.router.eem.history.filter(({ name }) => name.endsWith('-GUARD')).length).toBeGreaterThan(2);
});

it('the record of an end that was never called is saved before it is removed', async () => {
  await using stage = await openStage({ speed: 600, change: SHORT });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  stage.lab.b.router.say(
    'CRYPTO-4-RECVD_PKT_INV_SPI',
    "decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
  );
  await stage.lab.clock.advance(22 * 60_000);
  await expect
    .poll(() => changesOf(stage.lab, 'a'))
    .toEqual({ ...UNTOUCHED, files: [`flaptrap-${plan.captureId}-lease_show_logging.txt`] });
  // The end that sprang has frozen its record: nothing is written over it, and no second mark claims that debugs were on.
  const frozen = stage.lab.b.router.flash;
  expect([...frozen.keys()]).toContain(`flaptrap-${plan.captureId}-show_logging.txt`);
  expect([...frozen.keys()]).not.toContain(`flaptrap-${plan.captureId}-lease_show_logging.txt`);
});

describe('a lease that ends on a full flash', () => {
  it('leaves the log buffer, which alone holds the record, and takes the debugs; with room on flash the guard saves it and removes the rest', async () => {
    await using stage = await openStage({ speed: 600, change: SHORT });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const { router } = stage.lab.a;
    const writeFile = router.writeFile.bind(router);
    router.writeFile = () => false;
    router.log.write('the record of what went before', 7);
    await stage.lab.clock.advance(25 * 60_000);
    const roles = (): string[] => router.eem.applets.map(({ name }) => name.replace(/.*-/, ''));
    await expect.poll(roles).toEqual(['GUARD', 'LEASE', 'WATCH']);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ debugs: [], conditions: [], logging: expect.stringContaining('4194304') as string });
    expect(router.log.show()).toContain('the record of what went before');
    expect(await lookAt(stage.context, plan, 'a')).toMatchObject({
      stage: 'frozen',
      missing: ['no file could be written to flash: the recording is only in its logging buffer'],
    });
    router.writeFile = writeFile;
    const file = `flaptrap-${plan.captureId}-lease_show_logging.txt`;
    await stage.lab.clock.advance(10 * 60_000);
    await expect.poll(() => changesOf(stage.lab, 'a')).toEqual({ ...UNTOUCHED, files: [file] });
    expect(router.flash.get(file)?.bytes.toString()).toContain('the record of what went before');
  });

  it('does not keep the router changed for ever: after a week it is given up', async () => {
    await using stage = await openStage({ speed: 6000, change: SHORT });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    stage.lab.a.router.writeFile = () => false;
    const guard = plan.peers.a.steps.find(({ id }) => id === 'guard')?.lines.join('\n') ?? '';
    const [from = 0, until = 0] = [...guard.matchAll(/if \$_event_pub_sec (?:lt|ge) (\d+)/g)].map(([, seconds]) => Number(seconds));
    expect(until - from).toBe(7 * 86_400);
    stage.lab.a.router.spec.offsetMs += 8 * 86_400_000;
    await stage.lab.clock.advance(25 * 60_000);
    await expect.poll(() => changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  });

  it('after a trap that froze into nothing, too', async () => {
    await using stage = await openStage({ speed: 600, change: SHORT });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const { router } = stage.lab.a;
    const writeFile = router.writeFile.bind(router);
    router.writeFile = () => false;
    router.log.write('the record of what went before', 7);
    await router.eem.runByHand(plan.peers.a.callApplet);
    router.writeFile = writeFile;
    await stage.lab.clock.advance(22 * 60_000);
    const file = `flaptrap-${plan.captureId}-lease_show_logging.txt`;
    await expect.poll(() => changesOf(stage.lab, 'a')).toEqual({ ...UNTOUCHED, files: [file] });
    expect(router.flash.get(file)?.bytes.toString()).toContain('the record of what went before');
  });
});

describe('a CPU that is busy', () => {
  const BUSY = (text: string): string => `${SHORT(text)}budget: { cpuPercent: 80 }\n`;

  it('for one reading of five seconds ends nothing', async () => {
    await using stage = await openStage({ speed: 600, change: BUSY });
    await arm(stage.context, await stage.plan(), stage.playbook);
    const { router } = stage.lab.b;
    const isRun = (): boolean => router.eem.history.some(({ name }) => name.endsWith('-CPU'));
    router.objects.set(PLATFORMS.ios.cpuOid, 95);
    while (!isRun()) await stage.lab.clock.advance(5000);
    router.objects.set(PLATFORMS.ios.cpuOid, 20);
    await stage.lab.clock.advance(90_000);
    expect(changesOf(stage.lab, 'b')).toMatchObject({ debugs: ['crypto isakmp', 'crypto ipsec'] });
  });

  it('for three readings ends the recording, and the applet goes too', async () => {
    await using stage = await openStage({ speed: 600, change: BUSY });
    await arm(stage.context, await stage.plan(), stage.playbook);
    stage.lab.b.router.objects.set(PLATFORMS.ios.cpuOid, 95);
    await stage.lab.clock.advance(180_000);
    await expect.poll(() => changesOf(stage.lab, 'b')).toMatchObject({ applets: [], debugs: [], conditions: [] });
  });
});
