/** Captures of a store on a command line: what it remembers of them, and how one is ended when the process that began it is gone. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askPlaybook } from '../../src/cli/ask-playbook.ts';
import { disarm } from '../../src/cli/disarm.ts';
import { openWorker } from '../../src/cli/open-worker.ts';
import { portsOf } from '../../src/cli/ports.ts';
import { status } from '../../src/cli/status.ts';
import { agreedPlan } from '../../src/run/agree.ts';
import { openRun } from '../../src/run/context.ts';
import { UNTOUCHED } from '../capture/stage.ts';
import { hasPostgres, storeFolder } from '../engine/database/open-store.ts';
import { silentScreen } from './silent-screen.ts';
import { twoRouters } from './two-routers.ts';

const routers = twoRouters();

/** Begun and left: as by a process that has ended. */
async function begun(store: string): Promise<string> {
  const screen = silentScreen();
  await using worker = await openWorker(store, join(routers.folder, 'captures'), screen);
  const playbook = await askPlaybook(routers.playbook, screen);
  const plan = await agreedPlan(openRun(playbook, portsOf(screen, routers.options)), { yes: true });
  await worker.engine.begin({ plan, playbook, operator: 'ops', watch: 'told' });
  await expect.poll(async () => (await worker.engine.captures())[0]?.phase, { timeout: 30_000 }).toBe('waiting');
  return plan.captureId;
}

describe.runIf(hasPostgres)('a capture of a store', () => {
  it('is told from the store alone, and ended by whoever asks', async () => {
    const store = storeFolder();
    const id = await begun(store);
    const told = silentScreen();
    expect(await status(undefined, { ...routers.options, store }, told)).toBe(0);
    expect(told.printed).toContain(`capture ${id} of `);
    expect(told.printed).toContain('waiting, lease until ');
    const asked = silentScreen();
    expect(await status(id, { ...routers.options, store, json: true }, asked)).toBe(0);
    expect(JSON.parse(asked.printed)).toMatchObject({ schema: 'flaptrap.captures/1', captures: [{ captureId: id, operator: 'ops' }] });
    const ended = silentScreen();
    expect(await disarm(undefined, { ...routers.options, store, out: join(routers.folder, 'captures') }, ended)).toBe(0);
    expect(ended.printed).toContain(`capture ${id} of `);
    expect(ended.printed).toContain('stopped: both routers are disarmed');
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    await expect(status('00000001', { ...routers.options, store }, silentScreen())).rejects.toThrow('there is no capture 00000001');
  }, 90_000);
});
