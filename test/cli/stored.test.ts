/** Captures as they are remembered without a word of the user: in the embedded database, carried by the process that runs them or by the next one. */
import { EventEmitter, once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printApplet } from '../../src/applet/print.ts';
import { arm } from '../../src/cli/arm.ts';
import { askPlaybook } from '../../src/cli/ask-playbook.ts';
import { collect } from '../../src/cli/collect.ts';
import { disarm } from '../../src/cli/disarm.ts';
import { lease } from '../../src/cli/lease.ts';
import { openWorker } from '../../src/cli/open-worker.ts';
import { portsOf } from '../../src/cli/ports.ts';
import { resume } from '../../src/cli/resume.ts';
import { run } from '../../src/cli/run.ts';
import { status } from '../../src/cli/status.ts';
import { Arming } from '../../src/engine/arming.ts';
import { Session } from '../../src/lab/device/session.ts';
import { agreedPlan } from '../../src/run/agree.ts';
import { openRun } from '../../src/run/context.ts';
import { UNTOUCHED } from '../capture/stage.ts';
import { hasPostgres, storeFolder, suiteStoreFolder } from '../engine/database/open-store.ts';
import { type SilentScreen, silentScreen } from './silent-screen.ts';
import { twoRouters } from './two-routers.ts';

const routers = twoRouters();
const STORE = hasPostgres ? suiteStoreFolder() : '';

const underWay: Promise<unknown>[] = [];
const keep = <Code>(ended: Promise<Code>): Promise<Code> => {
  underWay.push(ended);
  return ended;
};
const begin = (...args: Parameters<typeof run>): Promise<number> => keep(run(...args));
/** What a test that has failed leaves would keep the next from its engine: there is one to a process. */
afterEach(async () => {
  if (process.listenerCount('SIGINT') > 0) pressCtrlC();
  await Promise.allSettled(underWay.splice(0));
}, 60_000);

const pressCtrlC = (): boolean => process.emit('SIGINT', 'SIGINT');
const told = (screen: SilentScreen, text: string | RegExp) =>
  expect.poll(() => screen.told, { timeout: 60_000 })[typeof text === 'string' ? 'toContain' : 'toMatch'](text as never);
const armedId = async (): Promise<string> => {
  const screen = silentScreen();
  expect(await arm(routers.playbook, { ...routers.options, yes: true, json: true }, screen)).toBe(0);
  return (JSON.parse(screen.printed) as { captureId: string }).captureId;
};

describe.runIf(hasPostgres)('without a word of where captures are remembered', { timeout: 90_000 }, () => {
  beforeEach(() => vi.stubEnv('FLAPTRAP_STORE', STORE));

  describe('a run', () => {
    it('waits, brings home, prints its verdict and disarms, with its memory in the database and none in files', async () => {
      const screen = silentScreen();
      const ended = begin(routers.playbook, { ...routers.options, yes: true }, screen);
      await told(screen, /waiting for the trigger as [0-9a-f]{8}, until /);
      expect(screen.told).toMatch(/remembered in .*: should this end, `flaptrap resume [0-9a-f]{8}` or any other worker goes on with it/);
      routers.spring();
      expect(await ended).toBe(0);
      expect(screen.printed).toContain('0xB761863E');
      expect(screen.told).toMatch(/^bundle: /m);
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
      expect(existsSync(routers.options.state)).toBe(false);
    });

    it('at Ctrl-C puts both routers back, says so, and exits 130', async () => {
      const screen = silentScreen();
      const ended = begin(routers.playbook, { ...routers.options, yes: true }, screen);
      await told(screen, 'waiting for the trigger');
      expect(routers.touched()).not.toEqual([UNTOUCHED, UNTOUCHED]);
      pressCtrlC();
      expect(await ended).toBe(130);
      expect(screen.told).toContain('stopping: restoring the routers first');
      expect(screen.printed).toBe('stopped: both routers are disarmed\n');
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });

    it('at Ctrl-C while it arms is put back, and exits 130', async () => {
      const hold = holdArming();
      const screen = silentScreen();
      const ended = begin(routers.playbook, { ...routers.options, yes: true }, screen);
      await hold.isReached;
      expect(routers.touched()).not.toEqual([UNTOUCHED, UNTOUCHED]);
      pressCtrlC();
      await expect(ended).rejects.toMatchObject({ code: 'stopped' });
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });

    it('at a second Ctrl-C leaves, and names which routers may still hold what', async () => {
      let now = 0;
      const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
      const screen = silentScreen();
      const ended = begin(routers.playbook, { ...routers.options, yes: true }, screen);
      await told(screen, 'waiting for the trigger');
      const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
      pressCtrlC();
      now = 2000;
      pressCtrlC();
      clock.mockRestore();
      await expect.poll(() => exit.mock.calls).toEqual([[130]]);
      expect(screen.told).toMatch(
        /hq and branch may still be armed for capture [0-9a-f]{8}: type flaptrap disarm|leaving now: nothing was armed/,
      );
      await ended;
    });

    it('arms again within its budget, by the plan that was agreed to', async () => {
      writeFileSync(routers.playbook, `${readFileSync(routers.playbook, 'utf8')}budget: { captures: 2 }\n`);
      const screen = silentScreen();
      const ended = begin(routers.playbook, { ...routers.options, yes: true }, screen);
      for (const times of [1, 2]) {
        await expect.poll(() => screen.told.match(/waiting for the trigger/g)?.length ?? 0, { timeout: 30_000 }).toBe(times);
        await routers.lab.clock.advance(5000);
        routers.spring();
      }
      expect(await ended).toBe(0);
      expect(screen.told).toContain('arming again: 1 capture left in the budget');
      expect(screen.told.match(/^bundle: /gm)).toHaveLength(2);
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });

    it('that a router refuses ends with what the router said, as an error of that router', async () => {
      const { eem } = routers.lab.b.router;
      vi.spyOn(eem, 'register').mockImplementation(() => {
        throw new Error('no');
      });
      const screen = silentScreen();
      await expect(run(routers.playbook, { ...routers.options, yes: true }, screen)).rejects.toMatchObject({
        name: 'FlaptrapError',
        context: { peer: 'branch' },
      });
      expect(screen.told).toContain('the tunnel cannot be armed: undoing everything on both routers');
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });

    it('that cannot be disarmed names what is left, as an error of that kind, and is ended by whoever comes next', async () => {
      const screen = silentScreen();
      const ended = begin(routers.playbook, { ...routers.options, yes: true }, screen);
      await told(screen, 'waiting for the trigger');
      routers.lab.b.router.isUp = false;
      pressCtrlC();
      await expect(ended).rejects.toMatchObject({ code: 'left-behind', context: { peer: 'branch' } });
      expect(screen.told).toMatch(/it is not given up: `flaptrap resume [0-9a-f]{8}` goes on disarming it/);
      routers.lab.b.router.isUp = true;
      const next = silentScreen();
      await resume(undefined, routers.options, next);
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });
  });

  describe('step by step', () => {
    it('a tunnel is armed and left, told of, collected, and disarmed', async () => {
      const id = await armedId();
      expect(routers.touched()).not.toEqual([UNTOUCHED, UNTOUCHED]);
      const asked = silentScreen();
      expect(await status(undefined, routers.options, asked)).toBe(0);
      expect(asked.printed).toContain(`capture ${id} of tunnel: waiting, lease until `);
      expect(asked.printed).toContain('hq (a): armed, not triggered yet');
      const remembered = silentScreen();
      expect(await status(id, { ...routers.options, remembered: true, json: true }, remembered)).toBe(0);
      expect(JSON.parse(remembered.printed)).toMatchObject({
        schema: 'flaptrap.captures/1',
        captures: [{ captureId: id, phase: 'waiting' }],
      });

      const collected = silentScreen();
      expect(await collect(undefined, { ...routers.options, freeze: true }, collected)).toBe(0);
      const bundle = /bundle: (\S+)/.exec(collected.told)?.[1] ?? '';
      expect(readFileSync(join(bundle, 'a', 'show_logging.txt'), 'latin1')).toContain('the tail ends');
      await expect(collect(undefined, routers.options, silentScreen())).rejects.toMatchObject({ code: 'no-capture' });

      const ended = silentScreen();
      expect(await disarm(undefined, routers.options, ended)).toBe(0);
      expect(ended.printed).toContain(`${id}: both routers are disarmed`);
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
      const again = silentScreen();
      expect(await disarm(id, routers.options, again)).toBe(0);
      expect(again.printed).toContain(`${id}: was already disarmed`);
    });

    it('its lease is made longer on both routers, and refused where it makes no sense', async () => {
      const id = await armedId();
      const screen = silentScreen();
      expect(await lease(id, '10d', { ...routers.options, json: true }, screen)).toBe(0);
      const { leaseEndsAt, before } = JSON.parse(screen.printed) as { leaseEndsAt: string; before: string };
      expect(Date.parse(leaseEndsAt)).toBeGreaterThan(Date.parse(before));
      for (const side of ['a', 'b'] as const)
        expect(routers.lab[side].router.eem.applets.map(printApplet).join('\n')).toContain(`lease ${leaseEndsAt}`);
      await expect(lease(id, 'soon', routers.options, silentScreen())).rejects.toMatchObject({
        code: 'input',
        context: { next: expect.stringContaining('36h') },
      });
      await expect(lease(id, '60s', routers.options, silentScreen())).rejects.toThrow(`the lease of ${id} was not changed`);
      expect(await disarm(id, routers.options, silentScreen())).toBe(0);
      await expect(lease(id, '10d', routers.options, silentScreen())).rejects.toThrow('has ended');
      vi.stubEnv('FLAPTRAP_STORE', 'files');
      const filed = await armedId();
      await expect(lease(filed, '10d', routers.options, silentScreen())).rejects.toThrow('its lease stays as it is');
      await disarm(filed, routers.options, silentScreen());
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });

    it('what was armed is resumed, and from then on watched', async () => {
      const id = await armedId();
      const screen = silentScreen();
      const ended = keep(resume(id, routers.options, screen));
      await told(screen, `waiting for the trigger as ${id}`);
      await expect(resume(id, routers.options, silentScreen())).rejects.toThrow('which is alive');
      routers.spring();
      expect(await ended).toBe(0);
      expect(screen.told).toContain(`bundle: ${join(routers.options.out, id)}`);
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });

    it('what has sprung is brought home before it is disarmed, and its verdict is not the answer', async () => {
      const id = await armedId();
      routers.spring();
      await expect.poll(() => routers.lab.b.router.flash.size).toBeGreaterThan(0);
      const screen = silentScreen();
      expect(await disarm(id, { ...routers.options, json: true }, screen)).toBe(0);
      expect(JSON.parse(screen.printed)).toEqual({ schema: 'flaptrap.disarmed/1', captureId: id, wasOpen: true, kept: [] });
      expect(screen.told).toContain(`bundle: ${join(routers.options.out, id)}`);
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });

    it('evidence that is to stay on flash stays there', async () => {
      const id = await armedId();
      await routers.lab.a.router.eem.runByHand(`FLAPTRAP-${id}-CALL`);
      expect(await disarm(id, { ...routers.options, keepFiles: true }, silentScreen())).toBe(0);
      expect([...routers.lab.a.router.flash.keys()]).toContain(`flaptrap-${id}-show_logging.txt`);
      expect(await disarm(id, { ...routers.options, deleteFiles: true }, silentScreen())).toBe(0);
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });
  });

  describe('beside the files of an older version', () => {
    it('both are told of; each is ended where it is remembered', async () => {
      vi.stubEnv('FLAPTRAP_STORE', 'files');
      const old = await armedId();
      vi.stubEnv('FLAPTRAP_STORE', STORE);
      const all = silentScreen();
      expect(await status(undefined, { ...routers.options, remembered: true }, all)).toBe(0);
      expect(all.printed).toMatch(new RegExp(`^capture ${old} of tunnel, in files: may still be armed on hq and branch, lease until`, 'm'));
      expect(all.printed).toMatch(/^capture [0-9a-f]{8} of tunnel: stopped: both routers are disarmed$/m);
      const asked = silentScreen();
      expect(await status(undefined, routers.options, asked)).toBe(0);
      expect(asked.printed).toContain(`capture ${old}, lease until`);
      expect(await disarm(undefined, routers.options, silentScreen())).toBe(0);
      expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    });
  });

  it('another worker that dies leaves its capture to a run that goes on with it, which tells of it and gives it back', async () => {
    const screen = silentScreen();
    const id = await begunElsewhere(screen);
    const later = silentScreen();
    const stopped = keep(resume(id, routers.options, later));
    await told(later, 'waiting for the trigger');
    pressCtrlC();
    expect(await stopped).toBe(130);
    expect(routers.touched()).toEqual([UNTOUCHED, UNTOUCHED]);
  });
});

/** The routers answer the last applet of the arming when it has heard that it is to stop, and not before. */
function holdArming(): { isReached: Promise<unknown> } {
  const heard = new EventEmitter();
  const [reached, stopped] = [once(heard, 'reached'), once(heard, 'stopped')];
  const { execute } = Session.prototype;
  vi.spyOn(Session.prototype, 'execute').mockImplementation(async function (this: Session, typed) {
    if (/^event manager applet FLAPTRAP-[0-9a-f]{8}-WATCH/.test(typed)) {
      heard.emit('reached');
      await stopped;
    }
    return execute.call(this, typed);
  });
  const { stop } = Arming.prototype;
  vi.spyOn(Arming.prototype, 'stop').mockImplementation(function (this: Arming, captureId) {
    stop.call(this, captureId);
    heard.emit('stopped');
  });
  return { isReached: reached };
}

/** Begun and left: as by a process that has ended. */
async function begunElsewhere(screen: SilentScreen): Promise<string> {
  await using worker = await openWorker(STORE, routers.options.out, screen);
  const playbook = await askPlaybook(routers.playbook, screen);
  const plan = await agreedPlan(openRun(playbook, portsOf(screen, routers.options)), { yes: true });
  await worker.engine.begin({ plan, playbook, operator: 'ops', watch: 'kept' });
  await expect.poll(async () => (await worker.states.find(plan.captureId))?.phase, { timeout: 30_000 }).toBe('waiting');
  return plan.captureId;
}

describe.runIf(hasPostgres)('where no database was ever begun', () => {
  it.each([
    ['status', () => status(undefined, routers.options, silentScreen())],
    ['status of all', () => status(undefined, { ...routers.options, remembered: true }, silentScreen())],
    ['disarm', () => disarm(undefined, routers.options, silentScreen())],
    ['collect', () => collect(undefined, routers.options, silentScreen())],
    ['resume', () => resume(undefined, routers.options, silentScreen())],
  ])('%s makes none to say that there is nothing', async (_name, act) => {
    const folder = storeFolder();
    vi.stubEnv('FLAPTRAP_STORE', folder);
    await act().catch((error: unknown) => expect(error).toMatchObject({ code: 'input', message: expect.stringContaining('no capture') }));
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });
});
