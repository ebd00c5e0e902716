/** The file that is the program: it takes the arguments of the process and gives it the exit code. */
import { afterEach, expect, it, vi } from 'vitest';

const [argv, exitCode] = [process.argv, process.exitCode];

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
  process.argv = argv;
  process.exitCode = exitCode;
});

it.each([
  [['--version'], 0],
  [['chek'], 2],
])('%j ends with %i', async (args, code) => {
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
});
