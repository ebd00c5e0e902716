/** How captures end for a user: evidence is never lost, nothing is overwritten, and the exit code says what happened. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { FileStore } from '../../src/capture/file-store.ts';
import { arm } from '../../src/cli/arm.ts';
import { collect } from '../../src/cli/collect.ts';
import { disarm } from '../../src/cli/disarm.ts';
import { resume } from '../../src/cli/resume.ts';
import { run } from '../../src/cli/run.ts';
import { status } from '../../src/cli/status.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { silentScreen } from './silent-screen.ts';
import { twoRouters } from './two-routers.ts';

const routers = twoRouters();

const files = (): string[][] => (['a', 'b'] as const).map((side) => [...routers.lab[side].router.flash.keys()]);

async function armed(): Promise<string> {
  expect(await arm(routers.playbook, { ...routers.options, yes: true }, silentScreen())).toBe(0);
  return (await new FileStore(join(routers.folder, 'state')).listAll()).records.at(-1)?.captureId ?? '';
}

async function frozen(): Promise<string> {
  const id = await armed();
  expect(await collect(id, { ...routers.options, freeze: true }, silentScreen())).toBe(0);
  return id;
}

describe('collect a second time', () => {
  it('leaves the bundle as it is, says that nothing is new, and exits 5', async () => {
    const id = await frozen();
    const bundle = join(routers.folder, 'captures', id);
    const before = readFileSync(join(bundle, 'manifest.json'), 'utf8');
    await expect(collect(id, routers.options, silentScreen())).rejects.toMatchObject({
      code: 'no-capture',
      message: expect.stringContaining(bundle),
    });
    expect(readFileSync(join(bundle, 'manifest.json'), 'utf8')).toBe(before);
    expect(readdirSync(join(routers.folder, 'captures'))).toEqual([id]);
  });

  it('writes what is new beside it', async () => {
    const id = await frozen();
    routers.lab.a.router.writeFile(`flaptrap-${id}-lease_show_logging.txt`, 'more', 'replace');
    expect(await collect(id, routers.options, silentScreen())).toBe(0);
    expect(readdirSync(join(routers.folder, 'captures')).sort()).toEqual([id, `${id}-2`]);
  });
});

it('collect before anything is frozen says so, and how to freeze', async () => {
  const id = await armed();
  await expect(collect(id, routers.options, silentScreen())).rejects.toMatchObject({
    code: 'no-capture',
    context: { next: expect.stringContaining('--freeze') },
  });
});

describe('disarm with evidence on flash', () => {
  it('that is not home keeps it, and names it with the command that brings it home', async () => {
    const id = await armed();
    await routers.lab.a.router.eem.runByHand(`FLAPTRAP-${id}-CALL`);
    const screen = silentScreen();
    expect(await disarm(id, routers.options, screen)).toBe(0);
    expect(screen.printed).toContain(`flaptrap collect ${id} fetches it`);
    expect(changesOf(routers.lab, 'a')).toMatchObject({ applets: [], debugs: [] });
    expect(files()[0]).toContain(`flaptrap-${id}-show_logging.txt`);
    expect(await collect(id, routers.options, silentScreen())).toBe(0);
    expect(readFileSync(join(routers.folder, 'captures', id, 'a', 'show_logging.txt'), 'latin1')).toContain('the tail ends');
    expect(await disarm(id, routers.options, silentScreen())).toBe(0);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('deletes it unread only on demand', async () => {
    const id = await armed();
    await routers.lab.a.router.eem.runByHand(`FLAPTRAP-${id}-CALL`);
    expect(await disarm(id, { ...routers.options, deleteFiles: true }, silentScreen())).toBe(0);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('waits for a recording that is being frozen: nothing is written behind its back', async () => {
    const id = await armed();
    routers.spring();
    await expect.poll(() => files()[1]?.length).toBeGreaterThan(0);
    expect(await disarm(id, routers.options, silentScreen())).toBe(0);
    const after = files();
    expect(after[1]).toContain(`flaptrap-${id}-show_clock_detail.txt`);
    await routers.lab.clock.advance(300_000);
    expect(files()).toEqual(after);
  });
});

describe('Ctrl-C while the tail is recorded', () => {
  it('brings the evidence home, disarms, and exits 130', async () => {
    const screen = silentScreen();
    const ended = run(routers.playbook, { ...routers.options, yes: true }, screen);
    await expect.poll(() => screen.told).toContain('waiting for the trigger');
    routers.spring();
    await expect.poll(() => screen.told).toContain('triggered');
    process.emit('SIGINT', 'SIGINT');
    expect(await ended).toBe(130);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    expect(screen.told).toContain('bundle: ');
    await routers.lab.clock.advance(300_000);
    expect(files()).toEqual([[], []]);
  });
});

describe('a second Ctrl-C', () => {
  it('leaves at once, and names which routers may still hold what', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
    const screen = silentScreen();
    const id = await armed();
    const ended = resume(id, routers.options, screen);
    await expect.poll(() => screen.told).toContain('waiting for the trigger');
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGINT', 'SIGINT');
    expect(exit).not.toHaveBeenCalled();
    now = 2000;
    process.emit('SIGHUP', 'SIGHUP');
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT', 'SIGINT');
    await expect.poll(() => exit.mock.calls).toEqual([[130]]);
    expect(screen.told).toContain(`hq and branch may still be armed for capture ${id}: type flaptrap disarm ${id}`);
    await ended;
  });
});

describe('resume', () => {
  it('goes on waiting with a trap that still stands, and brings home what it catches', async () => {
    const id = await armed();
    const screen = silentScreen();
    const ended = resume(id, routers.options, screen);
    await expect.poll(() => screen.told).toContain('waiting for the trigger');
    routers.spring();
    expect(await ended).toBe(0);
    expect(screen.told).toContain(`bundle: ${join(routers.folder, 'captures', id)}`);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('fetches what was frozen while nobody watched', async () => {
    const id = await armed();
    routers.spring();
    await routers.lab.clock.advance(60_000);
    expect(await resume(id, routers.options, silentScreen())).toBe(0);
    expect(readFileSync(join(routers.folder, 'captures', id, 'b', 'show_logging.txt'), 'latin1')).toContain('the tail ends');
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('puts back what was not armed to the end, and exits 5', async () => {
    const id = await armed();
    const journal = join(routers.folder, 'state', id, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
    writeFileSync(journal, `${lines.filter((line) => !(line.includes('"watch"') && line.includes('"done"'))).join('\n')}\n`);
    const screen = silentScreen();
    expect(await resume(id, routers.options, screen)).toBe(5);
    expect(screen.told).toContain('arming was interrupted');
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('of a capture that was disarmed with its evidence on flash brings that home', async () => {
    const id = await armed();
    await routers.lab.a.router.eem.runByHand(`FLAPTRAP-${id}-CALL`);
    expect(await disarm(id, routers.options, silentScreen())).toBe(0);
    await resume(id, routers.options, silentScreen());
    expect(readdirSync(join(routers.folder, 'captures', id, 'a'))).toContain('show_logging.txt');
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('is refused while another process watches the capture', async () => {
    const id = await armed();
    const { pid, startedAt } = {
      pid: process.ppid,
      startedAt: readFileSync(`/proc/${process.ppid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')[19],
    };
    writeFileSync(join(routers.folder, 'state', id, 'claim.json'), JSON.stringify({ pid, startedAt }));
    await expect(resume(id, routers.options, silentScreen())).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(String(pid)),
    });
  });
});

describe('status tells the truth', () => {
  const told = async (id: string): Promise<string> => {
    const screen = silentScreen();
    await status(id, routers.options, screen);
    return screen.printed;
  };

  it('of a trap that stands, that has gone at one end, and that is disarmed', async () => {
    const id = await armed();
    expect(await told(id)).toContain('hq (a): armed, not triggered yet');
    routers.lab.a.router.reload(0);
    await expect.poll(() => routers.lab.a.router.isUp).toBe(true);
    expect(await told(id)).toContain('hq (a): the router has reloaded, and its trap is gone: none of its applets is there any more');
    expect(await told(id)).toContain('branch (b): armed, not triggered yet');
    await disarm(id, routers.options, silentScreen());
    expect(await told(id)).toContain('branch (b): disarmed');
  });

  it('of a router that still holds what was written down as disarmed', async () => {
    const id = await armed();
    const at = new Date().toISOString();
    for (const side of ['a', 'b'] as const)
      await new FileStore(join(routers.folder, 'state')).note(id, { at, side, step: 'all', what: 'disarmed' });
    expect(await told(id)).toContain('but the router says: armed, not triggered yet');
  });

  it('of evidence that is home already', async () => {
    const id = await frozen();
    expect(await told(id)).toContain(
      `hq (a): recording saved, and its evidence was fetched: \`flaptrap disarm ${id}\` removes the rest from the router`,
    );
  });

  it('of a secret that is not set: nothing is said of the routers', async () => {
    const id = await armed();
    vi.stubEnv('LAB_PASSWORD', '');
    await expect(status(id, routers.options, silentScreen())).rejects.toMatchObject({ code: 'input' });
    await expect(resume(id, routers.options, silentScreen())).rejects.toMatchObject({ code: 'input' });
    expect(routers.touched()).not.toEqual([UNTOUCHED, UNTOUCHED]);
  });
});

it('collect of a trap that has gone does not advise to freeze what is not there', async () => {
  const id = await armed();
  for (const side of ['a', 'b'] as const) routers.lab[side].router.eem.unregister(`FLAPTRAP-${id}-WATCH`);
  await expect(collect(id, routers.options, silentScreen())).rejects.toMatchObject({
    code: 'no-capture',
    context: { next: expect.stringContaining(`flaptrap disarm ${id}`) },
  });
});

it('a capture whose journal is lost is undone as a whole', async () => {
  const id = await armed();
  rmSync(join(routers.folder, 'state', id, 'journal.jsonl'));
  const screen = silentScreen();
  expect(await disarm(id, routers.options, screen)).toBe(0);
  expect(screen.told).toContain('journal.jsonl is missing');
  expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
});

it('a plan that nobody agreed to is not poured out where nobody can answer', async () => {
  const screen = silentScreen();
  await expect(arm(routers.playbook, routers.options, screen)).rejects.toMatchObject({
    code: 'digest',
    context: { next: expect.stringContaining('flaptrap plan') },
  });
  expect(screen.told).not.toContain('event manager applet');
});

it('a plan that was thought over for an hour is asked anew, so that its lease is whole', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const thoughtful = {
    ...silentScreen(),
    isInteractive: true,
    confirm: async () => {
      now += 3_600_000;
      return true;
    },
  };
  expect(await arm(routers.playbook, routers.options, thoughtful)).toBe(0);
  const [record] = (await new FileStore(join(routers.folder, 'state')).listAll()).records;
  expect(routers.lab.a.router.eem.applets.map(({ name }) => name)).toContain(`FLAPTRAP-${record?.captureId}-WATCH`);
});
