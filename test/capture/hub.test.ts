/** A hub with a list of spokes, and a peer whose address changes: armed, sprung, judged as the pair that it was, and left clean. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel } from '../../src/capture/capture-tunnel.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { keepBundle } from '../../src/capture/keep-bundle.ts';

import { survey } from '../../src/capture/survey.ts';
import { planSweep } from '../../src/capture/sweep.ts';
import { readConditions } from '../../src/ios/shows/debugging.ts';
import { endsOf } from '../../src/playbook/make-plan.ts';
import { refusalsOf } from '../../src/playbook/warnings.ts';
import { changesOf, lookAt, openStage, type Stage, type StageOptions, UNTOUCHED } from './stage.ts';

const HUB = `${readFileSync('playbooks/hub-spokes.yaml', 'utf8').replace('lease: 3d', 'lease: 20m')}\npoll: 1s\ntail: 10s\nprobe: false\n`;
const MOVING = (text: string): string =>
  `${text.replace('address: 198.51.100.1', 'address: dynamic').replace('lease: 3d', 'lease: 20m').replace('tail: 75s', 'tail: 10s')}\npoll: 1s\nprobe: false\n`;

const openHub = (options: StageOptions = {}): Promise<Stage> => openStage({ change: () => HUB, ...options });

function hear({ lab }: Stage, from: string, spi = '0xB761863E(3076621886)'): void {
  lab.a.router.say(
    'CRYPTO-4-RECVD_PKT_INV_SPI',
    `decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=${spi}, srcaddr=${from}`,
  );
}

async function captured(
  stage: Stage,
  onArmed: () => void,
): Promise<{ tunnel: string; manifest: string; asked: { side: string; what: string }[] }> {
  const plan = await stage.plan();
  const { ending, fetched } = await captureTunnel(stage.context, plan, stage.playbook, onArmed);
  expect(ending).toBe('sprung');
  if (fetched === undefined) throw new Error('nothing came home');
  const out = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  try {
    const folder = join(out, 'bundle');
    const asked = await keepBundle(folder, plan, fetched, 0);
    return {
      tunnel: readFileSync(join(folder, 'tunnel.yaml'), 'utf8'),
      manifest: readFileSync(join(folder, 'manifest.json'), 'utf8'),
      asked,
    };
  } finally {
    rmSync(out, { recursive: true });
  }
}

describe('a hub with several spokes', () => {
  it('lets strangers pass, springs on the second of its spokes, and its bundle is about that one', async () => {
    await using stage = await openHub();
    const { tunnel, asked } = await captured(stage, () => {
      hear(stage, '203.0.113.250');
      stage.lab.clock.after(30_000, () => hear(stage, '198.51.100.17'));
    });
    expect(tunnel).toMatch(/name: "depot"\s+address: "198\.51\.100\.17"/);
    expect(tunnel).not.toContain('branch');
    expect(asked.map(({ what }) => what).join()).toMatch(/^depot is not ours \(Cisco IOS/);
    expect(changesOf(stage.lab, 'a')).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
  }, 60_000);

  it('has each condition while it is armed, says which is missing, and leaves none', async () => {
    await using stage = await openHub();
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const { conditions } = stage.lab.a.router;
    expect([...conditions].join()).toMatch(/198\.51\.100\.1\b.*198\.51\.100\.17.*203\.0\.113\.5/);
    expect(await lookAt(stage.context, plan, 'a')).toMatchObject({ stage: 'armed' });
    const dry = await planSweep(stage.context, stage.playbook, 'a', {});
    expect(dry.exec.filter((line) => line.includes('condition'))).toHaveLength(3);
    conditions.delete([...conditions][1] ?? '');
    expect(await lookAt(stage.context, plan, 'a')).toMatchObject({ stage: 'blind', missing: ['the peer condition of its debugs'] });
    await disarm(stage.context, plan);
    expect(readConditions([...conditions].join('\n'))).toEqual([]);
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  }, 60_000);

  it('that nobody disarms is left clean by its own guard when the lease ends', async () => {
    await using stage = await openHub({ speed: 400 });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    await expect.poll(() => changesOf(stage.lab, 'a'), { timeout: 30_000 }).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
  }, 60_000);
});

describe('a peer whose address changes', () => {
  it('springs the trap by its session, from whatever address, which the bundle names, and no stranger does', async () => {
    // Its router names another peer, and not the one that moves.
    await using stage = await openStage({ change: MOVING, a: { peerAddress: '203.0.113.9' } });
    const { tunnel, manifest } = await captured(stage, () => {
      hear(stage, '203.0.113.250');
      stage.lab.play('delete-lost', 'a', 30);
    });
    expect(tunnel).toMatch(/name: "branch"\s+address: "198\.51\.100\.1"/);
    expect(manifest).toContain('branch had the address 198.51.100.1 when the trap was sprung');
    for (const side of ['a', 'b'] as const) expect(changesOf(stage.lab, side)).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
  }, 60_000);

  it('is not armed beside a capture whose debugs have a condition, nor the other way round', async () => {
    await using stage = await openStage({ change: MOVING });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const { a } = await survey(stage.context, stage.playbook);
    const pair = {
      ...stage.playbook,
      tunnel: {
        ...stage.playbook.tunnel,
        b: { ...stage.playbook.tunnel.b, address: '203.0.113.9' as typeof stage.playbook.tunnel.a.address },
      },
    };
    expect(refusalsOf(pair, a, endsOf(pair, 'a'), 'a').join()).toContain('cannot stand beside each other');
    await disarm(stage.context, plan);
    for (const side of ['a', 'b'] as const) expect(changesOf(stage.lab, side)).toEqual(UNTOUCHED);
  });
});
