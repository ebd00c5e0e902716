/** `flaptrap lint`: every output form, exit codes, and fixing in place. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type LintCommandOptions, lint } from '../../src/cli/lint.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));
const FILE = join(FOLDER, 'router.cfg');
const BROKEN = 'hostname hq\nevent manager applet A\n event none\n action 9 wait 5\n action 10 wait 5\n';

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

async function lintFile(text: string, options: Partial<LintCommandOptions> = {}): Promise<{ code: number; printed: string }> {
  writeFileSync(FILE, text);
  const screen = silentScreen();
  return { code: await lint([FILE], { format: 'text', ...options }, screen), printed: screen.printed };
}

it('a hazard is told with its line and a caret, and exits 1', async () => {
  const { code, printed } = await lintFile(BROKEN);
  expect(code).toBe(1);
  expect(printed).toContain('router.cfg:5:2 error: label 10 runs before label 9, which stands above it [label-order]');
  expect(printed).toContain('  5 |  action 10 wait 5\n       ^^^^^^^^^^^^^^^^');
});

it('a configuration without applets is clean, and exits 0', async () => {
  expect(await lintFile('hostname hq\ninterface Tunnel0\n')).toEqual({ code: 0, printed: '' });
});

it('a playbook is told from a configuration, whatever it is called, with what to type', async () => {
  await expect(lint(['playbooks/tunnel-flaps.yaml'], { format: 'text' }, silentScreen())).rejects.toMatchObject({
    message: 'playbooks/tunnel-flaps.yaml is a playbook, not an IOS configuration',
    context: { next: 'to check the playbook and the applets it makes: flaptrap check playbooks/tunnel-flaps.yaml' },
  });
  await expect(lintFile('name: x\ntunnel:\n  a: {}\n')).rejects.toMatchObject({
    message: `${FILE} is a playbook, not an IOS configuration`,
  });
});

it('an id of a lint that does not exist is refused, and a file after --ignore is still linted', async () => {
  await expect(lintFile(BROKEN, { ignore: ['labelorder'] })).rejects.toMatchObject({
    message: 'there is no lint labelorder; did you mean label-order?',
  });
  expect((await lintFile(BROKEN, { ignore: ['label-order'] })).code).toBe(0);
});

it('warnings fail only above the number that is allowed', async () => {
  const text = 'event manager applet A\n event syslog pattern "XYZ"\n action 10 wait 5\n';
  expect((await lintFile(text)).code).toBe(0);
  expect((await lintFile(text, { maxWarnings: 0 })).code).toBe(1);
});

it('SARIF names each rule and each place', async () => {
  const sarif = JSON.parse((await lintFile(BROKEN, { format: 'sarif' })).printed) as {
    version: string;
    runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string }[] }[];
  };
  expect(sarif.version).toBe('2.1.0');
  const [run] = sarif.runs;
  expect(run?.results.map(({ ruleId }) => ruleId)).toEqual(['label-order']);
  expect(run?.tool.driver.rules.map(({ id }) => id)).toContain('label-order');
});

it('GitHub gets its annotations', async () => {
  expect((await lintFile(BROKEN, { format: 'github' })).printed).toMatch(
    /^::error file=.*router\.cfg,line=5,col=2,title=label-order::label 10 runs before/,
  );
});

it('JSON is the diagnostics themselves', async () => {
  expect(JSON.parse((await lintFile(BROKEN, { format: 'json' })).printed)).toMatchObject([{ code: 'label-order', line: 5 }]);
});

it('what is fixed is fixed in the file', async () => {
  expect((await lintFile(BROKEN, { fix: true })).code).toBe(0);
  expect(readFileSync(FILE, 'utf8')).toBe('hostname hq\nevent manager applet A\n event none\n action 0010 wait 5\n action 0020 wait 5\n');
});

it('a file that is not there is named', async () => {
  await expect(lint([join(FOLDER, 'none.cfg')], { format: 'text' }, silentScreen())).rejects.toMatchObject({ code: 'input' });
});

it('a FIFO and a device are refused at once, though nobody writes to them', async () => {
  const fifo = join(FOLDER, 'fifo.cfg');
  execFileSync('mkfifo', [fifo]);
  for (const path of [fifo, '/dev/zero'])
    await expect(lint([path], { format: 'text' }, silentScreen())).rejects.toMatchObject({
      code: 'input',
      message: `cannot read ${path}: it is ${path === fifo ? 'a pipe' : 'a device'}, not a file`,
    });
});
