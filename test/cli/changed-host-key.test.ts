/** A router whose host key is another one than when it was armed gets no password of ours, whatever the command; the other is put back. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { flaptrap } from './flaptrap.ts';
import { writeLabPlaybook } from './lab-playbook.ts';

let lab: Lab;
let folder: string;

beforeEach(async () => {
  lab = await startTestLab();
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await lab.close();
  rmSync(folder, { recursive: true, force: true });
});

it('at the next session', async () => {
  const playbook = writeLabPlaybook(lab, folder);
  const state = ['--state', join(folder, 'state')];
  expect((await flaptrap(['arm', playbook, '--yes', ...state])).code).toBe(0);
  const known = readFileSync(join(folder, 'known_hosts'), 'utf8');
  expect(known.trimEnd().split('\n')).toHaveLength(2);

  // Somebody else listens where both routers did.
  const ports = { a: lab.a.port, b: lab.b.port };
  await lab.close();
  lab = await startTestLab({ ports });
  vi.stubEnv('LAB_PASSWORD', lab.a.password);
  vi.spyOn(SYSTEM_CLOCK, 'sleep').mockResolvedValue();

  const status = await flaptrap(['status', ...state]);
  expect(status.stdout).not.toMatch(/armed, not triggered yet|disarmed/);
  const disarmed = await flaptrap(['disarm', ...state]);
  expect(disarmed.code).toBe(4);
  const planned = await flaptrap(['plan', playbook]);
  expect(planned.code).toBe(3);
  for (const said of [status.stdout, disarmed.stderr, planned.stderr]) expect(said).toContain('the host key of 127.0.0.1 has changed');
  expect(planned.stderr).toMatch(/it shows +SHA256:\S+[\s\S]*expected +SHA256:\S+/);
  expect([changesOf(lab, 'a'), changesOf(lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  expect(lab.a.router.lines.size + lab.b.router.lines.size).toBe(0);
  expect(readFileSync(join(folder, 'known_hosts'), 'utf8')).toBe(known);
});
