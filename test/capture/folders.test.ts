/** Folders are tried before arming: what is wrong with one is said in words, with its name and what to do. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireFolder, STATE_BYTES } from '../../src/capture/folders.ts';
import { printError } from '../../src/errors.ts';
import { explainReason, fileTrouble, sayFileTrouble } from '../../src/file-trouble.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'flaptrap-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function reasonOf(folders: { state?: string; out?: string }, bytes = 1000): string {
  try {
    const { state, out } = { state: join(home, 'state'), out: join(home, 'out'), ...folders };
    requireFolder(state, '--state', STATE_BYTES);
    requireFolder(out, '--out', bytes);
  } catch (error) {
    expect(error).toMatchObject({ code: 'input' });
    expect(printError(error)).not.toMatch(/\bE[A-Z]{3,}\b/);
    return printError(error);
  }
  return '';
}

describe('two folders', () => {
  it('that are not there are made, for their owner alone, and are left empty', () => {
    expect(reasonOf({ out: join(home, 'deep', 'out') })).toBe('');
    for (const name of ['state', 'deep', 'deep/out']) expect(statSync(join(home, name)).mode & 0o777).toBe(0o700);
    expect([...readdirSync(join(home, 'state')), ...readdirSync(join(home, 'deep', 'out'))]).toEqual([]);
  });

  it('that are there stay as they are', () => {
    mkdirSync(join(home, 'out'), { mode: 0o755 });
    writeFileSync(join(home, 'out', 'mine'), 'x');
    expect(reasonOf({})).toBe('');
    expect(readdirSync(join(home, 'out'))).toEqual(['mine']);
  });
});

describe.each([
  ['state', '--state'],
  ['out', '--out'],
] as const)('the %s folder', (which, option) => {
  it('that is a file is refused', () => {
    const path = join(home, 'file');
    writeFileSync(path, 'x');
    expect(reasonOf({ [which]: path })).toMatch(
      new RegExp(`cannot write into ${path}: a part of its path is a file, not a folder\n  next:   .*${option}`),
    );
    expect(reasonOf({ [which]: join(path, 'below') })).toContain('a part of its path is a file');
  });

  it('behind a link to nowhere is refused', () => {
    symlinkSync(join(home, 'nowhere', 'at', 'all'), join(home, 'link'));
    expect(reasonOf({ [which]: join(home, 'link') })).toContain(`cannot write into ${join(home, 'link')}: `);
  });

  it('in which nothing can be made is refused', () => {
    expect(reasonOf({ [which]: '/proc/self' })).toMatch(/cannot write into \/proc\/self: \w/);
    expect(reasonOf({ [which]: '/proc/none/here' })).toMatch(/cannot write into \/proc\/none\/here: \w/);
  });

  it('with a name that no file system takes is refused', () => {
    expect(reasonOf({ [which]: join(home, 'x'.repeat(300)) })).toContain('its name is too long');
  });
});

it('a disk without room for the evidence is refused, with how much is there and how much is needed', () => {
  expect(reasonOf({}, 1e18)).toMatch(
    /not enough disk space in \S+out: [\d.]+ MB free, \d+ MB needed\n {2}next: {3}free space there, or name another folder with --out/,
  );
});

describe('the trouble of a file', () => {
  it.each([
    'ENOSPC',
    'EROFS',
    'EACCES',
    'EPERM',
    'ENOTDIR',
    'EISDIR',
    'EDQUOT',
    'EIO',
    'EMFILE',
    'ENAMETOOLONG',
    'ELOOP',
    'EFBIG',
    'ENOENT',
  ])('%s is a sentence', (code) => {
    const cause = Object.assign(new Error(`${code}: no, write`), { code });
    const error = fileTrouble('write', 'captures/x', cause);
    // What is to be written cannot be missing: its folder is.
    const reason = code === 'ENOENT' ? 'its folder is not there' : explainReason(code);
    expect(error).toMatchObject({ code: 'input', message: `cannot write captures/x: ${reason}` });
    expect(error.message).not.toContain(code);
    expect(error.context.next).not.toBe(undefined);
  });

  it('that has been said is not said again', () => {
    const first = fileTrouble('write', 'x', new Error('no'));
    expect(fileTrouble('read', 'y', first)).toBe(first);
  });

  it('that nobody put into words is said at the end, and nothing else is taken for it', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
    expect(sayFileTrouble(full)).toMatchObject({ code: 'input', message: 'cannot write a file: the disk is full' });
    const denied = Object.assign(new Error('x'), { code: 'EACCES', syscall: 'mkdir', path: 'captures' });
    expect(sayFileTrouble(denied)).toMatchObject({ code: 'input', message: 'cannot make the folder captures: you have no right to it' });
    for (const other of [new TypeError('x'), Object.assign(new Error('x'), { code: 'EACCES', syscall: 'connect', address: '192.0.2.1' })])
      expect(sayFileTrouble(other)).toBe(other);
  });
});
