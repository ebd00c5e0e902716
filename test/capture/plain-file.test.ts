/** A file that is named is read only when it is one: nothing is waited for, and nothing is read for ever. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPlainFile } from '../../src/capture/plain-file.ts';
import { Secrets } from '../../src/capture/secrets.ts';
import { printError } from '../../src/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
const pipe = join(folder, 'pipe');
const plain = join(folder, 'plain');

beforeAll(() => {
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  writeFileSync(plain, 'Hunter2-x\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file that is named', () => {
  it('is read whole', () => {
    expect(readPlainFile(plain, 10)).toBe('Hunter2-x\n');
    expect(readPlainFile('/proc/self/comm', 100)).not.toBe('');
  });

  it.each([
    ['a pipe that nobody fills', pipe, 'it is a pipe, not a file'],
    ['a device without end', '/dev/zero', 'it is a device, not a file'],
    ['a folder', folder, 'it is a folder, not a file'],
    ['a file that is too large', plain, 'it is larger than 9 bytes'],
    ['a file that is not there', join(folder, 'absent'), 'ENOENT'],
  ])('is refused at once when it is %s', (_what, path, why) => {
    expect(() => readPlainFile(path, 9)).toThrow(why);
  });

  it('as a secret is refused with its reference', async () => {
    const error = await new Secrets().resolve(`file:${pipe}`).catch((thrown: unknown) => thrown);
    expect(printError(error)).toContain('it is a pipe, not a file');
  });
});
