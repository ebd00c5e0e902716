/** A capture that is interrupted, by Ctrl-C or by the end of its process: the exit code says so, and nothing of it is left on a router unsaid. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { FileStore } from '../../src/capture/file-store.ts';
import type { JournalEntry } from '../../src/capture/store.ts';
import { arm } from '../../src/cli/arm.ts';
import { collect } from '../../src/cli/collect.ts';
import { disarm } from '../../src/cli/disarm.ts';
import { resume } from '../../src/cli/resume.ts';
import { run } from '../../src/cli/run.ts';
import { sayLeft } from '../../src/cli/stop.ts';
import { UNTOUCHED } from '../capture/stage.ts';
import { type SilentScreen, silentScreen } from './silent-screen.ts';
import { twoRouters } from './two-routers.ts';

const routers = twoRouters();

const store = (): FileStore => new FileStore(join(routers.folder, 'state'));
const pressCtrlC = (): boolean => process.emit('SIGINT', 'SIGINT');

async function armed(): Promise<string> {
  expect(await arm(routers.playbook, { ...routers.options, yes: true }, silentScreen())).toBe(0);
  return (await store().listAll()).records.at(-1)?.captureId ?? '';
}

async function waiting(screen: SilentScreen): Promise<{ ended: Promise<number> }> {
  const ended = run(routers.playbook, { ...routers.options, yes: true }, screen);
  await expect.poll(() => screen.told).toContain('waiting for the trigger');
  return { ended };
}

/** At that entry of the journal, counted among those that `isIt` names. */
function pressAt(count: number, isIt: (entry: JournalEntry) => boolean): void {
  const { note } = FileStore.prototype;
  let left = count;
  vi.spyOn(FileStore.prototype, 'note').mockImplementation(async function (this: FileStore, captureId, entry) {
    await note.call(this, captureId, entry);
    if (!isIt(entry)) return;
    left -= 1;
    if (left === 0) pressCtrlC();
  });
}

describe('Ctrl-C', () => {
  it('at the last step of arming puts both routers back, as it says', async () => {
    pressAt(2, ({ step, what }) => step === 'watch' && what === 'done');
    const screen = silentScreen();
    await expect(arm(routers.playbook, { ...routers.options, yes: true }, screen)).rejects.toMatchObject({ code: 'stopped' });
    expect(screen.printed).toBe('');
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('while a capture is disarmed ends that, and exits 130', async () => {
    const id = await armed();
    const ended = disarm(id, routers.options, silentScreen());
    pressCtrlC();
    expect(await ended).toBe(130);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('while a half armed capture is put back ends that, and exits 130', async () => {
    const id = await armed();
    await store().note(id, { at: new Date().toISOString(), side: 'a', step: 'all', what: 'disarming' });
    const ended = resume(id, routers.options, silentScreen());
    pressCtrlC();
    expect(await ended).toBe(130);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('after the guard of one end has saved its record brings that home', async () => {
    const screen = silentScreen();
    const { ended } = await waiting(screen);
    const lease = routers.lab.a.router.eem.registered.find(({ applet }) => applet.name.endsWith('-LEASE'))?.applet;
    const [event] = lease?.events ?? [];
    if (lease !== undefined && event !== undefined) await routers.lab.a.router.eem.run(lease, event, {});
    await expect.poll(() => screen.told).toContain('no longer armed');
    pressCtrlC();
    expect(await ended).toBe(130);
    const [bundle = ''] = readdirSync(join(routers.folder, 'captures'));
    expect(existsSync(join(routers.folder, 'captures', bundle, 'a', 'show_logging.txt'))).toBe(true);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('a second time leaves, even when the state routers.folder is not believed any more', async () => {
    writeFileSync(join(routers.folder, 'no-folder'), '');
    expect(await sayLeft(new FileStore(join(routers.folder, 'no-folder')))).toContain('what is left on the routers is not known');
  });
});

describe('resume', () => {
  it('of a run that ended between its bundle and the removal of the files removes them, and judges nothing twice', async () => {
    const id = await armed();
    expect(await collect(id, { ...routers.options, freeze: true }, silentScreen())).toBe(0);
    await disarm(id, { ...routers.options, keepFiles: true }, silentScreen());
    const screen = silentScreen();
    expect(await resume(id, routers.options, screen)).toBe(5);
    expect(screen.printed).toBe('both routers are disarmed\n');
    expect(readdirSync(join(routers.folder, 'captures'))).toEqual([id]);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });

  it('finds a capture claimed that is still being armed', async () => {
    const claimed: boolean[] = [];
    const { note } = FileStore.prototype;
    vi.spyOn(FileStore.prototype, 'note').mockImplementation(async function (this: FileStore, captureId, entry) {
      await note.call(this, captureId, entry);
      claimed.push(existsSync(join(this.folderOf(captureId), 'claim.json')));
    });
    const id = await armed();
    expect(claimed).not.toContain(false);
    expect(existsSync(join(routers.folder, 'state', id, 'claim.json'))).toBe(false);
  });

  it.each([
    ['ahead', 400],
    ['back', -400],
  ])('on a host whose clock was set %s goes on waiting with a trap that stands', async (_how, days) => {
    const id = await armed();
    const now = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => now() + days * 86_400_000);
    const screen = silentScreen();
    const ended = resume(id, routers.options, screen);
    await expect.poll(() => screen.told).toContain('waiting for the trigger');
    await routers.lab.clock.advance(30_000);
    routers.lab.b.router.say(
      'CRYPTO-4-RECVD_PKT_INV_SPI',
      "decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
    );
    expect(await ended).toBe(0);
    expect(screen.told).toContain('bundle: ');
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });
});
