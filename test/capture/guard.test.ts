/** The guards at the end of a lease, with flaptrap gone: they save first, and try again until nothing is left. */
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { PLATFORMS } from '../../src/ios/platforms/index.ts';
import { changesOf, openStage, UNTOUCHED } from './stage.ts';

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
