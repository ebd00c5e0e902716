/** What other people do to a router between arming and disarming: whatever it is, the capture ends disarmed, and says what it cannot mend. */
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel, finishTunnel } from '../../src/capture/capture-tunnel.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { planSweep } from '../../src/capture/sweep.ts';
import type { Router } from '../../src/lab/device/router.ts';
import { changesOf, lookAt, openStage, UNTOUCHED } from './stage.ts';

const QUICK = (text: string): string => `${text.replace('lease: 3d', 'lease: 20m')}\nprobe: false\npoll: 1s\n`;
const FLAP = [
  'CRYPTO-4-RECVD_PKT_INV_SPI',
  "decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
] as const;

/** Whoever comes finds none, an applet neither, until it is given back. */
function takeAllLines(router: Router): () => void {
  const takeLine = router.takeLine;
  router.takeLine = () => undefined;
  return () => {
    router.takeLine = takeLine;
  };
}

describe('a router that greets with', () => {
  it.each([
    ['a question for a password', '\nPassword: \n'],
    ['a question for a password as its last words', '\nEnter your password:'],
    ['an announcement that the password ends', '\nYour password will expire in 3 days.\nChange it now? [yes/no]:'],
    ['something to confirm', '\nProceed? [confirm]'],
    ['a pager', '\nread this\n --More-- '],
    ['its own prompt, and that of another', '\nhq#\nbranch#\nbranch(config)#\n'],
    ['its own prompt as its last words', '\nbranch#'],
    ['refusals', "\n% Authorization failed.\n% Invalid input detected at '^' marker.\n"],
  ])('%s is armed, looked at and disarmed all the same', async (_what, banner) => {
    await using stage = await openStage({ change: QUICK, b: { banner } });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    expect(await lookAt(stage.context, plan, 'b')).toMatchObject({ stage: 'armed' });
    await disarm(stage.context, plan);
    expect(changesOf(stage.lab, 'b')).toEqual(UNTOUCHED);
  });
});

describe('a configuration that somebody saved while the trap stood', () => {
  it('brings it back with the next reload: whoever disarms says so, and stays silent where nobody has saved anything', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    stage.lab.b.router.save();
    await disarm(stage.context, plan);
    const [a, b] = ['a', 'b'].map((side) => stage.told.findLast((text) => text.startsWith(`${side}: disarmed`)));
    expect(a).not.toContain('startup');
    expect(b).toContain(
      `; its startup configuration holds the applets of capture ${plan.captureId}, since somebody saved it while they stood: they come back with the next reload`,
    );
    const swept = await planSweep(stage.context, stage.playbook, 'b', {});
    expect(swept.found).toEqual([]);
    expect(swept.kept.join('\n')).toContain('its startup configuration holds the applets');
    stage.lab.b.router.save();
    expect((await planSweep(stage.context, stage.playbook, 'b', {})).kept).toEqual([]);
  });

  it('is no trap any more behind a reload, for its debugs are gone: the other end is brought home, and both are disarmed', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => {
      stage.lab.b.router.save();
      stage.lab.b.router.reload(120_000);
    });
    expect(captured.ending).toBe('reloaded');
    expect(captured.fetched?.a.evidence.map(({ name }) => name)).toContain('show_logging.txt');
    for (const side of ['a', 'b'] as const) expect(changesOf(stage.lab, side)).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
    expect(stage.told.join('\n')).toContain(
      'b: disarmed: no applet, debug or debug condition of flaptrap is left; its startup configuration',
    );
  });

  it('that nobody may read costs no disarming', async () => {
    await using stage = await openStage({
      change: QUICK,
      b: { quirks: [{ onLine: (line) => (line.startsWith('show startup-config') ? '% Authorization failed.\n' : undefined) }] },
    });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    stage.lab.b.router.save();
    await disarm(stage.context, plan);
    expect(changesOf(stage.lab, 'b')).toEqual(UNTOUCHED);
  });
});

describe('terminal lines that others have all taken', () => {
  it('when a trap springs cost no evidence of the other end, and what is left is named until a line is free', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const free = takeAllLines(stage.lab.a.router);
    stage.lab.b.router.say(...FLAP);
    const captured = await finishTunnel(stage.context, plan, stage.playbook, { ending: 'sprung', onHome: () => undefined });
    expect(captured.trouble).toMatchObject({ code: 'left-behind', context: { peer: 'hq' } });
    expect(changesOf(stage.lab, 'b')).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
    free();
    await disarm(stage.context, plan, ['a']);
    expect(captured.fetched?.b.evidence.map(({ name }) => name)).toContain('show_logging.txt');
    for (const side of ['a', 'b'] as const) expect(changesOf(stage.lab, side)).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
  }, 60_000);

  it('when it is disarmed are named as what is left, and its own lease ends it', async () => {
    await using stage = await openStage({ speed: 600, change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const free = takeAllLines(stage.lab.b.router);
    await expect(disarm(stage.context, plan)).rejects.toMatchObject({ code: 'left-behind', context: { peer: 'branch' } });
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
    free();
    await expect.poll(() => changesOf(stage.lab, 'b'), { timeout: 30_000 }).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
  }, 60_000);
});

describe('a configuration that somebody has locked', () => {
  it('is no reason to leave anything: what is left is named, and goes with the next disarming', async () => {
    let isLocked = false;
    const lock = (line: string): string | undefined =>
      isLocked && line.startsWith('configure terminal')
        ? 'Configuration mode is locked by process 3, user noc. Please try later.\n'
        : undefined;
    await using stage = await openStage({ change: QUICK, b: { quirks: [{ onLine: lock }] } });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    isLocked = true;
    await expect(disarm(stage.context, plan)).rejects.toMatchObject({ code: 'left-behind', context: { peer: 'branch' } });
    isLocked = false;
    await disarm(stage.context, plan);
    expect(changesOf(stage.lab, 'b')).toEqual(UNTOUCHED);
  }, 60_000);
});

describe('an enable secret that somebody has set meanwhile', () => {
  it('leaves the router to its lease, which needs none', async () => {
    await using stage = await openStage({ speed: 600, change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    Object.assign(stage.lab.b.router.spec, { enableSecret: 'set-meanwhile' });
    await expect(disarm(stage.context, plan)).rejects.toMatchObject({ code: 'left-behind' });
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
    await expect.poll(() => changesOf(stage.lab, 'b'), { timeout: 30_000 }).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
  }, 60_000);
});
