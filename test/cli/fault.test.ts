/** A fault of ours: what is told, and the file that is to be sent. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { reportFault } from '../../src/cli/fault.ts';
import { watchForFaults } from '../../src/cli/last-resort.ts';
import { silentScreen } from './silent-screen.ts';

let state: string;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'flaptrap-'));
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  rmSync(state, { recursive: true, force: true });
});

const reportOf = (folder: string): string => readFileSync(join(folder, 'faults', readdirSync(join(folder, 'faults'))[0] ?? ''), 'utf8');

it.each([
  ['--state DIR', () => ['--state', state]],
  ['--state=DIR', () => [`--state=${state}`]],
])('is written into the state folder that %s names, for its owner alone, with every cause', (_how, options) => {
  const fault = new Error('it is broken', { cause: new TypeError('because of this', { cause: 'no error' }) });
  const told = reportFault(fault, ['status', ...options()]);
  expect(told).toMatchObject({
    code: 'internal',
    message: expect.stringMatching(/^this is a bug in flaptrap: Error: it is broken; please send /),
  });
  const [name = ''] = readdirSync(join(state, 'faults'));
  expect(statSync(join(state, 'faults', name)).mode & 0o777).toBe(0o600);
  expect(reportOf(state)).toMatch(/command: flaptrap status [\s\S]*it is broken[\s\S]*caused by TypeError: because of this/);
});

it('holds no secret, neither in the file nor in what is told', () => {
  const told = reportFault(new Error('crypto isakmp key Sesame! address 192.0.2.1'), ['status', '--state', state]);
  expect(told.message).not.toContain('Sesame');
  expect(reportOf(state)).not.toContain('Sesame');
});

it('that is no error is told as it is, and where no file can be written its lines are', () => {
  mkdirSync(join(state, 'a'));
  writeFileSync(join(state, 'a', 'faults'), 'not a folder');
  expect(reportFault('only a word', ['status', '--state', join(state, 'a')]).message).toContain('please send these lines: only a word');
});

/** What the process would call. */
function handlers(args: readonly string[]): { screen: ReturnType<typeof silentScreen>; call(name: string, fault?: unknown): void } {
  const heard = new Map<string, (fault: unknown) => void>();
  vi.spyOn(process, 'on').mockImplementation((name, handler) => {
    heard.set(String(name), handler as (fault: unknown) => void);
    return process;
  });
  const screen = silentScreen();
  watchForFaults(args, screen);
  return { screen, call: (name, fault) => heard.get(name)?.(fault) };
}

it('that nobody caught is told once, and ends a process that has nothing to put back with 70', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  const { screen, call } = handlers(['status', '--state', state]);
  call('uncaughtException', new Error('it is broken'));
  call('unhandledRejection', new Error('and what follows from it'));
  await expect.poll(() => exit.mock.calls).toEqual([[70]]);
  expect(screen.told.match(/a bug in flaptrap/g)).toHaveLength(1);
  // An end that comes later would end whoever runs the tests; what else has a timer here is another's.
  vi.runOnlyPendingTimers();
  expect(exit.mock.calls).toEqual([[70]]);
  const before = process.exitCode;
  call('exit');
  expect(process.exitCode).toBe(70);
  process.exitCode = before;
});

it('stops a capture that is under way, which is put back first, and waits no longer than that takes', async () => {
  // Left to the real clock, it would end whoever runs the tests.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  const stopped = new Promise((resolve) => process.once('SIGTERM', resolve));
  const { screen, call } = handlers(['run', '--json', '--state', state]);
  call('unhandledRejection', new Error('it is broken'));
  expect(await stopped).toBe('SIGTERM');
  expect(exit).not.toHaveBeenCalled();
  vi.runOnlyPendingTimers();
  expect(exit.mock.calls).toEqual([[70]]);
  expect(JSON.parse(screen.told)).toMatchObject({ schema: 'flaptrap.error/1', code: 'internal', exit: 70 });
});

it('of the report itself leaves the fault as it is', async () => {
  vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  const { screen, call } = handlers(['status', '--state', '\0']);
  call('uncaughtException', new Error('it is broken'));
  await expect.poll(() => screen.told).toContain('it is broken');
});
