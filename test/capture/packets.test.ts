/** The ring of packets of IOS XE runs while armed, is stopped at the trigger, comes home byte for byte, and is gone afterwards, whoever ends it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel } from '../../src/capture/capture-tunnel.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { keepBundle } from '../../src/capture/keep-bundle.ts';
import { requireArmable, survey } from '../../src/capture/survey.ts';
import { carryOutSweep, planSweep } from '../../src/capture/sweep.ts';
import type { PacketRing } from '../../src/lab/device/packet-rings.ts';
import { refusalsOf } from '../../src/playbook/warnings.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

const QUICK = (text: string): string => `${text.replace('lease: 3d', 'lease: 20m')}\npoll: 1s\nprobe: false\npackets: true\n`;
const XE: StageOptions = { a: { platform: 'ios-xe', offsetMs: 90_000 }, b: { platform: 'ios-xe' }, change: QUICK };
const SIDES = ['a', 'b'] as const;

const ringsOf = ({ lab }: Stage): PacketRing[] => SIDES.flatMap((side) => lab[side].router.rings.all);
const filtersOf = ({ lab }: Stage): string[] =>
  SIDES.flatMap((side) => lab[side].router.configuration.print().filter((line) => line.startsWith('ip access-list')));

function expectGone(stage: Stage): void {
  expect(ringsOf(stage)).toEqual([]);
  expect(filtersOf(stage)).toEqual([]);
}

describe('the ring of packets', () => {
  it('is bounded, filtered to IKE and ESP of the peer, and stands behind the guard and before the watch', async () => {
    await using stage = await openStage(XE);
    const plan = await stage.plan();
    const ids = plan.peers.a.steps.map(({ id }) => id);
    expect(ids.indexOf('guard')).toBeLessThan(ids.indexOf('packets-filter'));
    expect(ids.slice(-3)).toEqual(['packets-filter', 'packets-ring', 'watch']);
    await arm(stage.context, plan, stage.playbook);
    const bounded = { face: 'GigabitEthernet0/0/0', megabytes: 4, packetBytes: 128, isActive: true };
    expect(ringsOf(stage)).toMatchObject([bounded, bounded]);
    stage.lab.a.router.rings.see({ ...STRANGE, source: '203.0.113.9' });
    expect(ringsOf(stage)[0]?.frames.every(({ bytes }) => !bytes.includes('strange'))).toBe(true);
    await disarm(stage.context, plan);
    expectGone(stage);
  });

  it('is exported at the trigger, comes home by SCP as it was, and proves the clock', async () => {
    await using stage = await openStage(XE);
    for (const side of SIDES) stage.lab[side].router.configuration.set('ip scp server enable');
    const written = new Map<string, string>();
    for (const side of SIDES) {
      const { router } = stage.lab[side];
      const write = router.writeFile.bind(router);
      router.writeFile = (name, text, mode) => {
        if (name.endsWith('.pcap')) written.set(side, createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex'));
        return write(name, text, mode);
      };
    }
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => stage.lab.play('delete-lost', 'b', 60));
    expect(captured.ending).toBe('sprung');
    expectGone(stage);
    const out = mkdtempSync(join(tmpdir(), 'packets-'));
    try {
      if (captured.fetched === undefined) return;
      const folder = join(out, plan.captureId);
      await keepBundle(folder, plan, captured.fetched, 0);
      const { bundle } = await readBundle(folder);
      const promised = bundle.manifest?.files.filter(({ path }) => path.endsWith('packets.pcap'));
      expect(promised?.map(({ sha256, proof }) => ({ sha256, proof }))).toEqual(
        SIDES.map((side) => ({ sha256: written.get(side), proof: 'size and md5' })),
      );
      const { packets, clock, incidents } = buildTimeline(bundle);
      expect(Math.abs((packets?.clock.offsetMs ?? 0) + 90_000)).toBeLessThanOrEqual(packets?.clock.uncertaintyMs ?? 0);
      expect(packets?.clock.conflict).toBeUndefined();
      expect(Math.abs((packets?.clock.offsetMs ?? 0) - (clock.offsetMs ?? 0))).toBeLessThan(1000);
      expect(packets?.coverage).toMatchObject({ a: { foreign: 0, others: 0, unread: 0 }, b: { foreign: 0, others: 0, unread: 0 } });
      const unknown = packets?.pairs.filter((pair) => pair.kind === 'esp' && pair.spi === incidents[0]?.spi) ?? [];
      expect(unknown.some(({ from, fate }) => from === 'a' && fate === 'delivered')).toBe(true);
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  it('stays on the router where nothing brings bytes, and is told by name', async () => {
    await using stage = await openStage(XE);
    const captured = await captureTunnel(stage.context, await stage.plan(), stage.playbook, () => stage.lab.play('delete-lost', 'b', 60));
    expect(captured.fetched?.a.failures).toContainEqual(
      expect.stringMatching(/packets\.pcap stays on the router: more: a terminal shows text only; scp: /),
    );
    expect([...stage.lab.a.router.flash.keys()]).toContainEqual(expect.stringMatching(/-packets\.pcap$/));
    expectGone(stage);
  });

  it('is saved and taken off by the guard when flaptrap is gone', async () => {
    await using stage = await openStage({ ...XE, speed: 600 });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    await stage.lab.clock.advance(25 * 60_000);
    await expect.poll(() => SIDES.flatMap((side) => stage.lab[side].router.eem.applets)).toEqual([]);
    expectGone(stage);
    for (const side of SIDES) expect([...stage.lab[side].router.flash.keys()]).toContain(`flaptrap-${plan.captureId}-lease_packets.pcap`);
  });

  it('is taken off by a sweep without its plan', async () => {
    await using stage = await openStage(XE);
    await arm(stage.context, await stage.plan(), stage.playbook);
    for (const side of SIDES) {
      const planned = await planSweep(stage.context, stage.playbook, side, {});
      expect(await carryOutSweep(stage.context, stage.playbook, planned, {})).toEqual([]);
    }
    expectGone(stage);
  });

  it('that stands without its applets is named by a sweep, and taken off by one of all', async () => {
    await using stage = await openStage(XE);
    await arm(stage.context, await stage.plan(), stage.playbook);
    for (const side of SIDES) stage.lab[side].router.eem.restart('');
    for (const side of SIDES) stage.lab[side].router.debugs.clear();
    for (const side of SIDES) {
      const planned = await planSweep(stage.context, stage.playbook, side, {});
      expect(planned).toMatchObject({
        exec: [],
        configure: [],
        kept: [expect.stringMatching(/^ring of packets F/), expect.stringMatching(/^access list FLAPTRAP-/)],
      });
      const all = await planSweep(stage.context, stage.playbook, side, { isAll: true });
      expect(await carryOutSweep(stage.context, stage.playbook, all, { isAll: true })).toEqual([]);
    }
    expectGone(stage);
  });

  it('that runs no more is removed all the same', async () => {
    await using stage = await openStage(XE);
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    for (const ring of ringsOf(stage)) ring.isActive = false;
    await disarm(stage.context, plan);
    expectGone(stage);
  });

  it('that does not go is told', async () => {
    await using stage = await openStage(XE);
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    stage.lab.a.router.rings.remove = () => undefined;
    await expect(disarm(stage.context, plan)).rejects.toMatchObject({
      code: 'left-behind',
      context: { answer: expect.stringMatching(/^ring of packets: F/) },
    });
  });
});

const STRANGE = {
  source: '192.0.2.1',
  destination: '198.51.100.1',
  protocol: 'udp' as const,
  ports: { source: 179, destination: 500 },
  bytes: Buffer.from('strange'),
};

describe('where packets cannot be captured', () => {
  const refusals = ({ playbook }: Stage, facts: Awaited<ReturnType<typeof survey>>): string[] =>
    refusalsOf(playbook, facts.b, { local: '198.51.100.1', remote: '192.0.2.1' }, 'b');

  it('a router that runs IOS is refused by name', async () => {
    await using stage = await openStage({ a: { platform: 'ios-xe' }, change: QUICK });
    const facts = await survey(stage.context, stage.playbook);
    expect(() => requireArmable(stage.playbook, facts)).toThrow('cannot be armed');
    expect(refusals(stage, facts)).toEqual(['it runs IOS: packets are captured on IOS XE only; set packets: false']);
  });

  it('a router whose address stands on a loopback is refused, for its packets pass another interface', async () => {
    await using stage = await openStage(XE);
    const facts = await survey(stage.context, stage.playbook);
    expect(refusals(stage, facts)).toEqual([]);
    for (const own of facts.b.ends?.addresses ?? []) own.interface = 'Loopback0';
    expect(refusals(stage, facts)).toEqual([
      'its configuration does not say which interface the packets of 198.51.100.1 pass: set packets: false',
    ]);
  });
});
