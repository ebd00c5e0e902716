/** A capture from arming to disarming: sprung, stopped, outlived by its lease, robbed of a router. */
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel, fetchBoth, fetchUnread } from '../../src/capture/capture-tunnel.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { freezeBoth } from '../../src/capture/freeze.ts';
import { carryOutSweep, planSweep } from '../../src/capture/sweep.ts';
import { changesOf, openStage, UNTOUCHED } from './stage.ts';

describe('a capture', () => {
  it('that springs at one end freezes both, and brings both home', async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    const { ending, fetched } = await captureTunnel(stage.context, plan, stage.playbook, () => stage.lab.play('delete-lost', 'b', 5));
    expect(ending).toBe('sprung');
    const names = fetched?.a.evidence.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'show_logging.txt',
        'show_debugging.txt',
        'show_crypto_ipsec_sa_detail.txt',
        'show_running_config_section_crypto.txt',
      ]),
    );
    expect(fetched?.b.evidence.find(({ name }) => name === 'show_logging.txt')).toMatchObject({ proof: 'size and md5' });
    expect(fetched?.a.failures).toEqual([]);
    expect(stage.told).toContain('a: telling hq to save its recording too');
  });

  it('that is stopped while waiting disarms both', async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => stage.stop.abort());
    expect(captured).toEqual({ ending: 'stopped' });
    expect([changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it("keeps one peer's evidence when the other has gone, and says what is left there and until when", async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    await freezeBoth(stage.context, plan, true);
    const context = stage.withTargets({ b: { port: 1 } });
    const fetched = await fetchBoth(context, plan);
    expect(fetched.a.evidence.length).toBeGreaterThan(5);
    expect(fetched.b).toMatchObject({ evidence: [], probe: null });
    expect(fetched.b.failures.join()).toMatch(/^branch: /);
    await expect(disarm(context, plan)).rejects.toMatchObject({
      code: 'left-behind',
      context: { peer: 'branch', next: expect.stringContaining(plan.leaseEndsAt) },
    });
  });
});

describe('with flaptrap gone', () => {
  it('the guard on each router ends the lease by itself', async () => {
    await using stage = await openStage({ speed: 600, change: (text) => text.replace('lease: 3d', 'lease: 20m') });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const saved = { ...UNTOUCHED, files: [`flaptrap-${plan.captureId}-lease_show_logging.txt`] };
    await expect.poll(() => [changesOf(stage.lab, 'a'), changesOf(stage.lab, 'b')]).toEqual([saved, saved]);
    expect(stage.lab.a.router.log.show()).toContain('lease ended, recording removed');
    const log = stage.lab.b.router.flash.get(saved.files[0] ?? '')?.bytes.toString() ?? '';
    expect(log).toContain('lease ended, debugs were on until here');
    const { fetched } = await fetchUnread(stage.context, plan);
    expect(fetched?.b.evidence.find(({ name }) => name === 'show_logging.txt')?.bytes.toString()).toContain('debugs were on until here');
  });

  it('sweep finds and removes everything from the routers alone', async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    await freezeBoth(stage.context, plan, true);
    stage.lab.a.router.debugs.add('crypto isakmp').add('ip packet');
    const dry = await planSweep(stage.context, stage.playbook, 'a', {});
    expect(dry.found).toEqual(expect.arrayContaining([`applet FLAPTRAP-${plan.captureId}-GUARD`, 'debug: Crypto ISAKMP debugging is on']));
    expect(dry.exec).toEqual(['no debug crypto ipsec', 'no debug crypto isakmp', 'no debug crypto condition peer ipv4 198.51.100.1']);
    expect(dry.kept).toContain(`evidence flash:flaptrap-${plan.captureId}-show_logging.txt`);
    expect(await carryOutSweep(stage.context, stage.playbook, dry, {})).toEqual([]);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ applets: [], debugs: ['ip packet'], conditions: [] });
    const files = await planSweep(stage.context, stage.playbook, 'a', { isAll: true, deletesFiles: true });
    expect(await carryOutSweep(stage.context, stage.playbook, files, { isAll: true, deletesFiles: true })).toEqual([]);
    expect(changesOf(stage.lab, 'a')).toEqual({ ...UNTOUCHED, debugs: ['ip packet'] });
  });
});
