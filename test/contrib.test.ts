/** What stands in contrib for those who run flaptrap for days: units that systemd takes, with commands and options that there are. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { flaptrap } from './cli/flaptrap.ts';

const HOME = join(import.meta.dirname, '..', 'contrib', 'systemd');
const UNITS = readdirSync(HOME).map((name) => ({ name, text: readFileSync(join(HOME, name), 'utf8') }));
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-units-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasSystemd = spawnSync('systemd-analyze', ['--version']).error === undefined;
if (!hasSystemd) console.warn('SKIPPED: systemd does not look at the units of contrib, since it is not installed');

describe.each(UNITS)('$name', ({ text }) => {
  it('calls commands with options that they have', async () => {
    const called = [...text.matchAll(/^Exec\w+=\/usr\/local\/bin\/flaptrap (.+)$/gm)].map(([, words = '']) => words.split(' '));
    expect(called.length).toBeGreaterThan(0);
    for (const [name = '', ...rest] of called) {
      const { stdout } = await flaptrap([name, '--help']);
      for (const word of rest.filter((each) => each.startsWith('--') || name === 'store')) expect(stdout).toContain(word);
    }
  });

  it('runs as a user of its own, ends by itself in time, and gains no right', () => {
    for (const line of [/^User=flaptrap$/m, /^NoNewPrivileges=yes$/m, /^ProtectSystem=strict$/m, /^TimeoutStopSec=\d+$/m, /^UMask=0077$/m])
      expect(text).toMatch(line);
  });
});

it.runIf(hasSystemd)('the units are what systemd takes, with nothing to say', () => {
  const paths = UNITS.map(({ name, text }) => {
    const path = join(folder, name);
    writeFileSync(path, text.replaceAll('/usr/local/bin/flaptrap', process.execPath).replaceAll(/^Documentation=.*\n/gm, ''));
    return path;
  });
  const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' });
  const own = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('flaptrap'));
  expect(own).toEqual([]);
});

describe('the Containerfile', () => {
  const text = readFileSync(join(import.meta.dirname, '..', 'Containerfile'), 'utf8');

  it('has only instructions that there are, is no root at its end, and says that it was not run', () => {
    const instructions = text.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith(' '));
    for (const line of instructions) expect(line).toMatch(/^(?:FROM|WORKDIR|COPY|RUN|ENV|VOLUME|USER|ENTRYPOINT) \S/);
    expect(instructions.filter((line) => line.startsWith('USER')).at(-1)).toBe('USER node');
    expect(text).toMatch(/NOT RUN where it was written/);
  });

  it('keeps the state and the store in a volume', () => {
    const places = [...text.matchAll(/FLAPTRAP_(?:STATE|STORE)=(\S+)/g)].map(([, place = '']) => place);
    expect(places).toEqual(['/state', '/state/store']);
    expect(text).toMatch(/^VOLUME \["\/state"/m);
  });
});
