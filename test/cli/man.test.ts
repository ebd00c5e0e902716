/** man/flaptrap.1 is made of the program (`npx vitest run test/cli/man.test.ts -u`), has every command and option, and is clean for man and mandoc. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeProgram } from '../../src/cli/completion/describe.ts';
import { EXIT } from '../../src/cli/exit-code.ts';
import { makeProgram } from '../../src/cli/program/program.ts';
import { readVersion } from '../../src/cli/program/version.ts';
import { MEANING } from '../exit-meanings.ts';
import { printManPage } from './man-page.ts';
import { silentScreen } from './silent-screen.ts';

const PAGE = 'man/flaptrap.1';
const door = { screen: silentScreen(), end: async () => undefined, show: async () => undefined };
const commands = describeProgram(await makeProgram(['completion'], door, () => undefined));
/** `## 0.2.0 (2026-11-26)` */
const [, date = ''] = /^## \d+\.\d+\.\d+ \((\d{4}-\d{2}-\d{2})\)$/m.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? [];
const exits = Object.entries(EXIT).map(([name, code]) => [code, MEANING[name as keyof typeof EXIT]] as const);

const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

describe('the man page', () => {
  it('is what the program says of itself', async () => {
    await expect(printManPage({ version: readVersion(), date, commands, exits })).toMatchFileSnapshot(`../../${PAGE}`);
  });

  it('has every command and every option', () => {
    const shown = readFileSync(PAGE, 'utf8').replaceAll('\\-', '-');
    const wanted = commands.flatMap(({ name, options }) => [
      `.SS "flaptrap ${name}`,
      ...options.flatMap(({ flags }) => flags.map((flag) => `\\fB${flag}\\fR`)),
    ]);
    expect(wanted.filter((each) => !shown.includes(each))).toEqual([]);
  });

  it.skipIf(!isThere('man'))('is clean for man, which shows its sections', () => {
    const shown = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', PAGE], {
      encoding: 'utf8',
      env: { ...process.env, MANWIDTH: '80', PAGER: 'cat' },
    });
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    expect(shown.stdout).toMatch(/EXIT STATUS/);
  });

  it.skipIf(!isThere('mandoc'))('is clean for mandoc', () => {
    expect(spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', PAGE], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });
});
