/** A claim holds a capture while its process lives; what else lies in its place holds nothing, and is not written through. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimCapture } from '../../src/capture/claim.ts';

const CAPTURE = '7f3a9c01';
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  path = join(folder, 'claim.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a claim', () => {
  it('is there for as long as it is held', () => {
    const claim = claimCapture(folder, CAPTURE);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    claim[Symbol.dispose]();
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });

  it('of another process that lives is respected', () => {
    const startedAt = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')[19];
    writeFileSync(path, JSON.stringify({ pid: process.ppid, startedAt }));
    expect(() => claimCapture(folder, CAPTURE)).toThrow(`process ${process.ppid} is already running capture`);
  });

  it.each([
    ['nothing at all', 'null'],
    ['a process that is none', '{"pid":"\\u001b[2J","startedAt":""}'],
    ['a process group', '{"pid":-1,"startedAt":"running"}'],
    ['one that had ended when it was asked', '{"pid":99999999,"startedAt":""}'],
    ['a nest of brackets', '['.repeat(100_000)],
  ])('that names %s holds nothing', (_what, text) => {
    writeFileSync(path, text);
    using _claim = claimCapture(folder, CAPTURE);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('is not written through a link', () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, path);
    expect(() => claimCapture(folder, CAPTURE)).toThrow(path);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });
});
