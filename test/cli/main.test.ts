/** The file that is the program: it takes the arguments of the process and gives it the exit code. */
import { afterEach, expect, it, vi } from 'vitest';

const [argv, exitCode] = [process.argv, process.exitCode];

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.resetModules();
  process.argv = argv;
  process.exitCode = exitCode;
});

it.each([
  [['--version'], 0],
  [['chek'], 2],
])('%j ends with %i, and leaves what lingers', async (args, code) => {
  // Left to the real clock, it would end whoever runs the tests.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  vi.spyOn(process, 'on').mockImplementation(() => process);
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((_text, encoding, done) => {
      const settle = typeof encoding === 'function' ? encoding : done;
      settle?.();
      return true;
    });
  process.argv = ['node', 'flaptrap', ...args];
  await import('../../src/cli/main.ts');
  expect(process.exitCode).toBe(code);
  await vi.waitUntil(() => vi.getTimerCount() === 1);
  expect(exit).not.toHaveBeenCalled();
  vi.runOnlyPendingTimers();
  expect(exit).toHaveBeenCalledOnce();
});
