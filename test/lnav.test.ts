/** The format file for lnav, held by lnav itself where it is installed: every line of our own logs is understood as what it is. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELETE_LOST } from './verdict/stories.ts';

const FORMAT = join(import.meta.dirname, '../lnav/ios_crypto.json');
const HAS_LNAV = spawnSync('lnav', ['-V']).status === 0;

describe('the format file', () => {
  const { ios_crypto: format } = JSON.parse(readFileSync(FORMAT, 'utf8')) as {
    ios_crypto: { regex: Record<string, { pattern: string }>; sample: { line: string }[] };
  };
  const patterns = Object.values(format.regex).map(({ pattern }) => new RegExp(pattern));

  it('takes each of its samples for one of the two kinds of line', () => {
    for (const { line } of format.sample) expect(patterns.filter((pattern) => pattern.test(line)).length, line).toBe(1);
  });

  it('takes every line with a stamp of a lost DELETE', () => {
    const stamped = `${DELETE_LOST.a}${DELETE_LOST.b}`.split('\n').filter((line) => /^\S.*\d\d:\d\d:\d\d/.test(line));
    expect(stamped.length).toBeGreaterThan(20);
    expect(stamped.filter((line) => !patterns.some((pattern) => pattern.test(line)))).toEqual([]);
  });
});

describe.skipIf(!HAS_LNAV)('lnav', () => {
  let folder: string;
  const env = (): NodeJS.ProcessEnv => ({ ...process.env, HOME: folder, XDG_CONFIG_HOME: join(folder, 'config') });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flaptrap-lnav-'));
    mkdirSync(join(folder, 'formats/flaptrap'), { recursive: true });
    copyFileSync(FORMAT, join(folder, 'formats/flaptrap/ios_crypto.json'));
    writeFileSync(join(folder, 'show_logging.txt'), DELETE_LOST.b);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds nothing wrong with the format file', () => {
    const { status, stderr, stdout } = spawnSync('lnav', ['-C', '-I', folder], { env: env(), encoding: 'utf8' });
    expect(`${stdout}${stderr}`).not.toMatch(/ios_crypto|error/);
    expect(status).toBe(0);
  });

  it('reads a log by it: the message with its severity, a debug with its family, and what hangs below it', () => {
    const query = ';SELECT log_time, log_level, mnemonic, family, place FROM ios_crypto';
    const args = ['-I', folder, '-n', '-c', query, '-c', ':write-json-to -', join(folder, 'show_logging.txt')];
    const rows = JSON.parse(execFileSync('lnav', args, { env: env(), encoding: 'utf8' })) as Record<string, string | null>[];
    const lines = DELETE_LOST.b.split('\n').filter((line) => /^Sep/.test(line));
    expect(rows).toHaveLength(lines.length);
    const last = rows.findLast(({ mnemonic }) => mnemonic === 'RECVD_PKT_INV_SPI');
    expect(last).toMatchObject({ log_level: 'warning', family: null, log_time: expect.stringMatching(/09-02 13:37:48\.039$/) });
    expect(rows.some((row) => row['family'] === 'IPSEC' && row['place'] === '(delete_sa)')).toBe(true);
    expect(rows.some((row) => row['family'] === 'ISAKMP' && row['place'] === '(1001)')).toBe(true);
  });
});
