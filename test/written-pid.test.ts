/** A number of a process in a file: what may be signalled by it, and what would strike somebody else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parsePid, signalWritten } from '../bench/kill/written-pid.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-pid-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

describe('the number of a process that a shell wrote', () => {
  it('is taken once its line is whole', () => {
    expect(parsePid('4711\n')).toBe(4711);
  });

  it.each([
    ['an empty file, which as a number is our own process group', ''],
    ['an empty line', '\n'],
    ['0, the group of whoever asks', '0\n'],
    ['1, the first process of the system', '1\n'],
    ['-1, everybody', '-1\n'],
    ['a group', '-4711\n'],
    ['half a number', '47'],
    ['no number', 'sh: not found\n'],
    ['two lines', '4711\n4712\n'],
    ['a number of another kind', '0x1267\n'],
    ['one that no system gives', `${'9'.repeat(30)}\n`],
  ])('is refused where it is %s', (_what, text) => {
    expect(parsePid(text)).toBeUndefined();
  });

  it('is signalled only while it is that of the program that was started', async () => {
    const [pidFile, later] = [join(FOLDER, 'pid'), spawn('sleep', ['61.5'], { stdio: 'ignore' })];
    await once(later, 'spawn');
    writeFileSync(pidFile, `${later.pid}\n`);
    expect(signalWritten(pidFile, '/opt/flaptrap/dist/cli/main.js', 'SIGKILL')).toBe(false);
    expect(later.signalCode).toBeNull();
    const ended = once(later, 'exit');
    expect(signalWritten(pidFile, '61.5', 'SIGKILL')).toBe(true);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(signalWritten(pidFile, '61.5', 'SIGKILL')).toBe(false);
    expect(signalWritten(join(FOLDER, 'nowhere'), '61.5', 'SIGKILL')).toBe(false);
  });
});
