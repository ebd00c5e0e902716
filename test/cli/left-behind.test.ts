/** What still stands on a router after disarming is named, with exit 4: undone is what the router itself no longer holds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { type Answered, flaptrap } from './flaptrap.ts';
import { writeLabPlaybook } from './lab-playbook.ts';

let lab: Lab;
let folder: string;
let playbook: string;
let id: string;

const ask = (command: string, ...args: string[]): Promise<Answered> => flaptrap([command, ...args, '--state', join(folder, 'state')]);

beforeEach(async () => {
  lab = await startTestLab();
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  playbook = writeLabPlaybook(lab, folder);
  const armed = await ask('arm', playbook, '--yes', '--json');
  expect(armed.code).toBe(0);
  id = (JSON.parse(armed.stdout) as { captureId: string }).captureId;
  // A router is asked again after seconds that nothing here needs.
  vi.spyOn(SYSTEM_CLOCK, 'sleep').mockResolvedValue();
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await lab.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The router takes what is typed without a word, and keeps what it has. */
const keep = (things: { delete(what: string): boolean }) => vi.spyOn(things, 'delete').mockReturnValue(true);

describe('a router that keeps what was taken off it', () => {
  it('makes disarming exit 4, names each thing and the router, and is not written down as disarmed before it lets go', async () => {
    const { debugs, conditions, eem } = lab.b.router;
    const kept = [keep(debugs), keep(conditions), vi.spyOn(eem, 'unregister').mockReturnValue(true)];
    const { code, stdout, stderr } = await ask('disarm', id);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/branch[\s\S]*8 changes of flaptrap are still on the router after disarming/);
    for (const role of ['GUARD', 'LEASE', 'REC', 'CALL', 'WATCH']) expect(stderr).toContain(`applet FLAPTRAP-${id}-${role}`);
    expect(stderr).toMatch(/debug: +Crypto ISAKMP debugging is on/);
    expect(stderr).toContain('debug condition: peer 192.0.2.1');
    expect(stderr).toContain('flaptrap sweep');
    expect(changesOf(lab, 'a')).toEqual(UNTOUCHED);
    expect((await ask('status', id)).stdout).toMatch(/hq \(a\): disarmed[\s\S]*branch \(b\): (?!disarmed)/);
    for (const each of kept) each.mockRestore();
    expect(await ask('disarm', id)).toMatchObject({ code: 0, stdout: expect.stringContaining('both routers are disarmed') });
    expect(changesOf(lab, 'b')).toEqual(UNTOUCHED);
  });

  it.each([
    ['debugs', /^ {2}STILL THERE debug: +Crypto ISAKMP debugging is on$/m, /removed debug:/],
    ['conditions', /^ {2}STILL THERE debug condition: peer 192\.0\.2\.1$/m, /removed debug condition:/],
  ] as const)('makes a sweep exit 4 for its %s, although no applet says any more whose they are', async (what, standing, gone) => {
    keep(lab.b.router[what]);
    const { code, stderr } = await ask('sweep', playbook, '--yes');
    expect(code).toBe(4);
    // Which end is swept first is nobody's promise.
    const swept = /^sweep branch \(b\):\n(?: {2}.*\n?)*/m.exec(stderr)?.[0] ?? '';
    expect(swept).toMatch(standing);
    expect(swept).not.toMatch(gone);
    expect(changesOf(lab, 'a')).toEqual(UNTOUCHED);
  });

  it('and a file that does not go from flash make exit 4', async () => {
    await lab.b.router.eem.runByHand(`FLAPTRAP-${id}-CALL`);
    keep(lab.b.router.flash);
    const { code, stderr } = await ask('disarm', id, '--delete-files');
    expect(code).toBe(4);
    expect(stderr).toMatch(/branch[\s\S]*flaptrap-\S+ is still there after it was deleted/);
    expect(changesOf(lab, 'b')).toMatchObject({ applets: [], debugs: [], conditions: [] });
  });
});

it('a router that cannot be reached holds what it holds: exit 4, with when its guard removes that, and the other is clear', async () => {
  lab.b.router.isUp = false;
  const { code, stderr } = await ask('disarm', id, '--json');
  expect(code).toBe(4);
  const error = JSON.parse(stderr) as { message: string; next: string };
  expect(error).toMatchObject({ schema: 'flaptrap.error/1', code: 'left-behind', exit: 4, peer: 'branch' });
  expect(error.message).toContain('could not be disarmed');
  expect(error.next).toMatch(/the router itself removes everything at \d{4}-\d\d-\d\dT/);
  expect(error.next).toContain(`flaptrap disarm ${id}`);
  expect(changesOf(lab, 'a')).toEqual(UNTOUCHED);
});
