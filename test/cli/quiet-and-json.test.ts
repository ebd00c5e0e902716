/** What every command has: `--quiet` for a cron job's mail, and `--json` for a program, wherever data is printed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProgram } from '../../src/cli/program/program.ts';
import { unpackCase } from '../case/open.ts';
import { flaptrap } from './flaptrap.ts';
import { silentScreen } from './silent-screen.ts';

const door = { screen: silentScreen(), end: async () => undefined, show: async () => undefined };
/** `completion` has every command loaded. */
const { commands } = await makeProgram(['completion'], door, () => undefined);

/** On a busy machine. */
const REHEARSAL_MS = 60_000;

/** What they print is no data. */
const WITHOUT_JSON: Record<string, string> = {
  completion: 'a script for a shell',
  'eem format': 'the text of applets',
  'fleet watch': 'a worker, whose results are bundles',
  lsp: 'a protocol, which is JSON already',
  mcp: 'a protocol, which is JSON already',
};

/** `eem run` beside `eem`, which itself does nothing. */
const doing = commands.flatMap((command) => (command.commands.length === 0 ? [command] : command.commands));
const nameOf = (command: Command): string => (command.parent?.parent == null ? '' : `${command.parent.name()} `) + command.name();

describe.each(doing.map((command) => [nameOf(command), command] as const))('flaptrap %s', (name, command) => {
  const flags = command.options.map(({ long }) => long);

  it('has --quiet', () => {
    expect(flags).toContain('--quiet');
  });

  it.skipIf(WITHOUT_JSON[name] !== undefined)('prints JSON', () => {
    // `eem` only holds others.
    const printing = command.commands.length === 0 ? [command] : command.commands;
    for (const each of printing) expect(each.options.map(({ long }) => long)).toContain('--json');
  });
});

describe('on files alone', () => {
  let folder: string;
  const bundle = (): string => join(folder, 'bundle');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flaptrap-quiet-'));
    await unpackCase('delete-lost/ios', bundle());
    writeFileSync(join(folder, 'router.log'), 'Jan  5 03:00:21.885: %CRYPTO-4-IKMP_NO_SA: IKE message from 198.51.100.1 has no SA\n');
    writeFileSync(join(folder, 'router.cfg'), 'event manager applet A\n event none\n action 9 wait 5\n action 10 wait 6\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['analyze', () => ['analyze', bundle()]],
    ['report', () => ['report', bundle()]],
    ['lint', () => ['lint', join(folder, 'router.cfg')]],
    ['open', () => ['open', '--out', join(folder, 'page.html'), bundle()]],
    ['replay', () => ['replay', bundle()]],
    ['compare', () => ['compare', bundle()]],
    ['radar', () => ['radar', join(folder, 'router.log')]],
    ['check', () => ['check', 'playbooks/tunnel-flaps.yaml']],
    ['render', () => ['render', 'playbooks/tunnel-flaps.yaml']],
    ['explain', () => ['explain', 'delete-lost']],
  ])('%s prints one JSON value, and quietly nothing beside it', async (_name, args) => {
    const { stdout, stderr } = await flaptrap([...args(), '--json', '--quiet']);
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    expect(stderr).toBe('');
    const quiet = await flaptrap([...args(), '--quiet']);
    expect(quiet.stdout).not.toBe('');
    expect(quiet.stderr).toBe('');
  });

  it('what went wrong is told all the same', async () => {
    const { code, stdout, stderr } = await flaptrap(['analyze', join(folder, 'nowhere'), '--quiet']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('there is no such file or folder');
  });

  it(
    'a rehearsal is its verdict alone, in words or as JSON',
    async () => {
      const args = ['rehearse', 'playbooks/tunnel-flaps.yaml', '--speed', '400', '--out', join(folder, 'out'), '--quiet'];
      const { stdout, stderr } = await flaptrap([...args, '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ schema: 'flaptrap.report/2' });
      expect(stderr).toBe('');
    },
    REHEARSAL_MS,
  );
});
