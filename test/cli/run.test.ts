/** The commands that do touch routers, as a user types them: files, environment, signals. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { arm } from '../../src/cli/arm.ts';
import { collect } from '../../src/cli/collect.ts';
import { disarm } from '../../src/cli/disarm.ts';
import { doctor } from '../../src/cli/doctor.ts';
import { plan } from '../../src/cli/plan.ts';
import { run } from '../../src/cli/run.ts';
import { status } from '../../src/cli/status.ts';
import { sweep } from '../../src/cli/sweep.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { writeLabPlaybook } from './lab-playbook.ts';
import { shortenPauses } from './quick-pauses.ts';
import { silentScreen } from './silent-screen.ts';

let lab: Lab;
let folder: string;
let playbook: string;

beforeEach(async () => {
  shortenPauses();
  lab = await startTestLab({ speed: 60 });
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  playbook = writeLabPlaybook(lab, folder);
});

afterEach(async () => {
  await lab.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const options = (): { state: string; out: string } => ({ state: join(folder, 'state'), out: join(folder, 'captures') });
const touched = (): object[] => [changesOf(lab, 'a'), changesOf(lab, 'b')];

describe('Ctrl-C during a run', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s puts both routers back, says so, and exits 130', async (signal) => {
    const screen = silentScreen();
    const listeners = process.listenerCount(signal);
    const ended = run(playbook, { ...options(), yes: true }, screen);
    await expect.poll(() => screen.told).toContain('waiting for the trigger');
    expect(touched()).not.toEqual([UNTOUCHED, UNTOUCHED]);
    process.emit(signal, signal);
    expect(await ended).toBe(130);
    expect(touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    expect(screen.told).toContain('stopping: restoring the routers first');
    expect(screen.printed).toBe('stopped: both routers are disarmed\n');
    expect(process.listenerCount(signal)).toBe(listeners);
  });
});

describe('a budget of two captures', () => {
  it('arms again after the first, by the plan that was agreed to', async () => {
    writeFileSync(playbook, `${readFileSync(playbook, 'utf8')}budget: { captures: 2 }\ntail: 5s\npoll: 1s\n`);
    const screen = silentScreen();
    const ended = run(playbook, { ...options(), yes: true }, screen);
    for (const times of [1, 2]) {
      await expect.poll(() => screen.told.match(/waiting for the trigger/g)?.length ?? 0).toBe(times);
      lab.b.router.say(
        'CRYPTO-4-RECVD_PKT_INV_SPI',
        "decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
      );
    }
    expect(await ended).toBe(0);
    expect(screen.told).toContain('arming again: 1 capture left in the budget');
    expect(screen.told.match(/^bundle: /gm)).toHaveLength(2);
    expect(touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });
});

describe('step by step', () => {
  it('a tunnel is planned, armed, asked, collected and disarmed', async () => {
    writeLabPlaybook(lab, folder, '');
    const planned = silentScreen();
    expect(await plan(playbook, { json: true }, planned)).toBe(0);
    const { digest } = JSON.parse(planned.printed) as { digest: string };
    const [short, full] = [silentScreen(), silentScreen()];
    expect(await plan(playbook, {}, short)).toBe(0);
    expect(await plan(playbook, { full: true }, full)).toBe(0);
    expect(short.printed).toContain(`digest ${digest.slice(0, 16)}`);
    expect(short.printed).toMatch(/changes: \d EEM applets \(GUARD, /);
    expect(short.printed).toMatch(/costs: {3}\d+ files on flash/);
    expect(short.printed.split('\n').length).toBeLessThan(30);
    expect(full.printed).toContain('undo: no event manager applet FLAPTRAP-');
    expect(touched()).toEqual([UNTOUCHED, UNTOUCHED]);

    const armed = silentScreen();
    expect(await arm(playbook, { ...options(), digest }, armed)).toBe(0);
    await expect(arm(playbook, { ...options(), digest }, silentScreen())).rejects.toMatchObject({ code: 'preflight' });

    const asked = silentScreen();
    expect(await status(undefined, options(), asked)).toBe(0);
    expect(asked.printed).toContain('hq (a): armed, not triggered yet');

    const collected = silentScreen();
    expect(await collect(undefined, { ...options(), freeze: true }, collected)).toBe(0);
    const bundle = /bundle: (\S+)/.exec(collected.told)?.[1] ?? '';
    expect(readFileSync(join(bundle, 'a', 'show_logging.txt'), 'latin1')).toContain('the tail ends');
    const manifest = JSON.parse(readFileSync(join(bundle, 'manifest.json'), 'utf8')) as { files: { path: string; proof: string }[] };
    expect(manifest.files.find(({ path }) => path === 'b/show_logging.txt')?.proof).toBe('size and md5');

    expect(await disarm(undefined, options(), silentScreen())).toBe(0);
    expect(touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    const swept = silentScreen();
    expect(await sweep(playbook, { state: options().state }, swept)).toBe(0);
    expect(swept.told.match(/nothing of flaptrap/g)).toHaveLength(2);
  });
});

describe('secrets', () => {
  it('stand in nothing that is written down', async () => {
    await arm(playbook, { ...options(), yes: true }, silentScreen());
    const { execFileSync } = await import('node:child_process');
    const found = execFileSync('sh', ['-c', `grep -rl ${lab.a.password} ${folder} || true`], { encoding: 'utf8' });
    expect(found).toBe('');
    await disarm(undefined, options(), silentScreen());
  });

  it('that are not there are named, before any router is asked', async () => {
    vi.stubEnv('LAB_PASSWORD', '');
    await expect(plan(playbook, {}, silentScreen())).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/^hq: the secret is empty \(password of the login \w+\)/),
      context: { tried: 'env:LAB_PASSWORD' },
    });
  });

  it('that are not there make doctor exit 2, and name who needs them', async () => {
    vi.stubEnv('LAB_PASSWORD', undefined);
    const screen = silentScreen();
    expect(await doctor(playbook, {}, screen)).toBe(2);
    for (const name of ['hq', 'branch']) expect(screen.printed).toContain(`${name}: the environment variable LAB_PASSWORD is not set`);
  });
});

describe('flaptrap doctor', () => {
  it('says of both accounts what they may run, and touches nothing', async () => {
    const screen = silentScreen();
    expect(await doctor(playbook, {}, screen)).toBe(0);
    expect(screen.printed).toMatch(/^hq: \d+ commands allowed, 0 denied, \d+ unproven$/m);
    expect(screen.printed).toMatch(/^branch: \d+ commands allowed, 0 denied, \d+ unproven$/m);
    expect(touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('says why one router cannot be asked, answers for the other, and exits 3', async () => {
    writeFileSync(playbook, readFileSync(playbook, 'utf8').replace(`port: ${lab.b.port}`, 'port: 1'));
    const screen = silentScreen();
    expect(await doctor(playbook, {}, screen)).toBe(3);
    expect(screen.printed).toMatch(/^hq: \d+ commands allowed/m);
    expect(screen.printed).toMatch(/^branch: /m);
  });

  it('keeps a session a router when it is asked to, without the password', async () => {
    const records = join(folder, 'records');
    expect(await doctor(playbook, { record: records }, silentScreen())).toBe(0);
    expect(readdirSync(records).sort()).toEqual(['branch-1', 'hq-1']);
    for (const name of ['raw.txt', 'sent.json', 'golden.txt'])
      expect(readFileSync(join(records, 'hq-1', name), 'utf8')).not.toContain(lab.a.password);
    expect(readFileSync(join(records, 'hq-1', 'golden.txt'), 'utf8')).toContain('> show debugging\n');
  });
});
