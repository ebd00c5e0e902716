import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { flaptrap, start, type UnderWay } from './flaptrap.ts';
import { twoRouters } from './two-routers.ts';

const routers = twoRouters('formats: [text, json]\n');

const state = (): string[] => ['--state', join(routers.folder, 'state')];
const both = (): string[] => [...state(), '--out', join(routers.folder, 'captures')];

async function armed(): Promise<string> {
  const { code, stdout } = await flaptrap(['arm', routers.playbook, '--yes', '--json', ...both()]);
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { captureId: string }).captureId;
}

/** A router that takes the line and keeps the applet. */
function keepApplets(side: 'a' | 'b'): void {
  vi.spyOn(routers.lab[side].router.eem, 'unregister').mockImplementation(() => true);
}

const waiting = (running: UnderWay) => expect.poll(running.stderr).toContain('waiting for the trigger');

describe('a capture step by step', () => {
  it('in JSON prints one object a command', async () => {
    const captureId = await armed();
    const asked = await flaptrap(['status', '--json', ...state()]);
    expect(JSON.parse(asked.stdout)).toMatchObject({ captureId, isLeaseOver: false, peers: [{ stage: 'armed' }, { stage: 'armed' }] });
    const found = await flaptrap(['sweep', routers.playbook, '--dry-run', '--json', ...state()]);
    expect(JSON.parse(found.stdout)).toMatchObject({ schema: 'flaptrap.sweep/1', peers: { a: { planned: { live: [{ captureId }] } } } });
    expect(found.stderr).toBe('');
    const collected = await flaptrap(['collect', captureId, '--freeze', '--json', ...both()]);
    expect(collected.code).toBe(0);
    expect(JSON.parse(collected.stdout)).toMatchObject({ incidents: [], tunnel: { a: { name: 'hq' } } });
    const disarmed = await flaptrap(['disarm', captureId, '--json', ...state()]);
    expect(JSON.parse(disarmed.stdout)).toEqual({ schema: 'flaptrap.disarmed/1', captureId, wasOpen: true, kept: [] });
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('in words says what is next', async () => {
    const { stdout } = await flaptrap(['arm', routers.playbook, '--yes', ...both()]);
    const captureId = /^armed as (\w{8}); next: flaptrap status \1,/.exec(stdout)?.[1] ?? '';
    expect((await flaptrap(['status', ...state()])).stdout).toMatch(/^ {2}hq \(a\): armed, not triggered yet$/m);
    const collected = await flaptrap(['collect', '--freeze', ...both()]);
    // By how far the simulated routers have come, their log may be of too short a time to be judged.
    expect(collected.stdout).toMatch(/^(?:No incident|Nothing to judge)/m);
    expect(collected.stderr).toMatch(/^bundle: .*\nreport: .*report\.txt\nreport: .*report\.json$/m);
    expect((await flaptrap(['disarm', ...state()])).stdout).toBe(`${captureId}: both routers are disarmed\n`);
  });
});

describe('flaptrap run', () => {
  it('prints the verdict of what it caught, and tells everything else beside it', async () => {
    const running = start(['run', routers.playbook, '--yes', ...both()]);
    await waiting(running);
    routers.spring();
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('0xB761863E');
    expect(stderr).toMatch(/^ {2}branch \(b\): disarmed: no applet, debug or debug condition of flaptrap is left$/m);
  });

  it('that is stopped ends with one object and 130 where JSON was asked for', async () => {
    const running = start(['run', routers.playbook, '--yes', '--json', ...both()], true);
    await waiting(running);
    process.emit('SIGTERM', 'SIGTERM');
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'flaptrap.ended/1', ending: 'stopped', text: 'stopped: both routers are disarmed' });
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ schema: 'flaptrap.error/1', code: 'stopped', exit: 130 });
  });
});

it('flaptrap resume goes on with what was armed, and prints what it catches as JSON', async () => {
  const captureId = await armed();
  routers.spring();
  const { code, stdout } = await flaptrap(['resume', captureId, '--json', ...both()]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ incidents: [{ spi: '0xB761863E' }] });
});

it('flaptrap resume of what was disarmed with evidence on flash has the verdict as its result, and exits 5', async () => {
  const captureId = await armed();
  await routers.lab.a.router.eem.runByHand(`FLAPTRAP-${captureId}-CALL`);
  await flaptrap(['disarm', captureId, ...state()]);
  const { code, stdout, stderr } = await flaptrap(['resume', captureId, '--json', ...both()]);
  expect(code).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({ tunnel: { a: { name: 'hq' } } });
  expect(JSON.parse(stderr)).toMatchObject({ exit: 5, code: 'no-capture' });
});

describe('something that cannot be removed exits 4', () => {
  it('from disarm, and names the router and what still stands there', async () => {
    const captureId = await armed();
    keepApplets('a');
    const { code, stderr } = await flaptrap(['disarm', captureId, ...state()]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/hq: \d+ changes of flaptrap are still on the router after disarming/);
    expect(stderr).toContain(`FLAPTRAP-${captureId}-GUARD`);
    expect(stderr).toContain('flaptrap sweep');
    expect(changesOf(routers.lab, 'b')).toEqual(UNTOUCHED);
  });

  it('from disarm as one JSON object', async () => {
    const captureId = await armed();
    keepApplets('b');
    const { code, stdout, stderr } = await flaptrap(['disarm', captureId, '--json', ...state()]);
    expect([code, stdout]).toEqual([4, '']);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'left-behind', exit: 4, peer: 'branch', answer: expect.stringContaining('GUARD') });
  });

  it('from a run that is stopped', async () => {
    const running = start(['run', routers.playbook, '--yes', ...both()]);
    await waiting(running);
    keepApplets('a');
    process.emit('SIGINT', 'SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(4);
    expect(stderr).toContain('are still on the router after disarming');
  });

  it('from arm, when one end cannot be armed and the other not be put back', async () => {
    keepApplets('a');
    // It takes the lines, and has no applet afterwards.
    vi.spyOn(routers.lab.b.router.eem, 'register').mockReturnValue(undefined);
    const { code, stderr } = await flaptrap(['arm', routers.playbook, '--yes', ...both()]);
    expect(code).toBe(4);
    expect(stderr).toContain('the tunnel cannot be armed: undoing everything on both routers');
    expect(stderr).toMatch(/hq: \d+ changes of flaptrap are still on the router after disarming/);
  });

  it('from sweep, line by line and as JSON', async () => {
    const captureId = await armed();
    keepApplets('b');
    const told = await flaptrap(['sweep', routers.playbook, '--yes', ...state()]);
    expect(told.code).toBe(4);
    expect(told.stderr).toMatch(/^sweep hq \(a\):\n {2}removed /m);
    expect(told.stderr).toMatch(new RegExp(`^ {2}STILL THERE .*FLAPTRAP-${captureId}-GUARD`, 'm'));
    const { code, stdout } = await flaptrap(['sweep', routers.playbook, '--yes', '--json', ...state()]);
    expect(code).toBe(4);
    const { peers } = JSON.parse(stdout) as { peers: Record<'a' | 'b', { left: string[] }> };
    expect([peers.a.left, peers.b.left.length > 0]).toEqual([[], true]);
  });
});

describe('where nobody can be asked', () => {
  it('a plan is not applied, and the way to agree is named', async () => {
    const { code, stderr } = await flaptrap(['run', routers.playbook, ...both()]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/nobody has agreed to the plan; nothing was changed/);
    expect(stderr).toMatch(/--digest [0-9a-f]{16} or --yes/);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('a live trap is not swept away', async () => {
    const captureId = await armed();
    const { code, stderr } = await flaptrap(['sweep', routers.playbook, ...state()]);
    expect(code).toBe(2);
    expect(stderr).toContain(captureId);
    expect(stderr).toMatch(/a trap still waits here/);
  });
});

describe('the commands that only ask', () => {
  it('plan shows the change, and how to apply exactly that', async () => {
    const { code, stdout, stderr } = await flaptrap(['plan', routers.playbook]);
    expect(code).toBe(0);
    const digest = /^plan tunnel, digest ([0-9a-f]{16})$/m.exec(stdout)?.[1];
    expect(stderr).toContain(`flaptrap run ${routers.playbook} --digest ${digest}`);
    expect((await flaptrap(['arm', routers.playbook, '--digest', digest ?? '', ...both()])).code).toBe(0);
  });

  it('doctor prints what each account may run as JSON, and a recipe as text', async () => {
    const { code, stdout } = await flaptrap(['doctor', routers.playbook, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'flaptrap.doctor/1', peers: [{ name: 'hq' }, { name: 'branch' }] });
    const recipe = await flaptrap(['doctor', routers.playbook, '--recipe', 'view']);
    expect(recipe.stdout).toMatch(/^parser view /m);
    expect((await flaptrap(['doctor', routers.playbook, '--recipe', 'view', '--json'])).code).toBe(2);
    vi.stubEnv('LAB_PASSWORD', '');
    const unready = await flaptrap(['doctor', routers.playbook]);
    expect(unready.code).toBe(2);
    expect(unready.stdout).toContain('hq: ');
  });
});
