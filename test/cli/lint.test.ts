/** `flaptrap lint`: every output form, exit codes, and fixing in place. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { type LintCommandOptions, lint } from '../../src/cli/lint.ts';
import { LINT_REPORT_SCHEMA } from '../../src/cli/lint-output.ts';
import type { FlaptrapError } from '../../src/errors.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));
const FILE = join(FOLDER, 'router.cfg');
const BROKEN = 'hostname hq\nevent manager applet A\n event none\n action 9 wait 5\n action 10 wait 6\n';

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

async function lintFile(text: string, options: Partial<LintCommandOptions> = {}): Promise<{ code: number; printed: string }> {
  writeFileSync(FILE, text);
  const screen = silentScreen();
  return { code: await lint([FILE], { format: 'text', ...options }, screen), printed: screen.printed };
}

/** Of several files, as somebody sees it. */
async function lintNamed(names: readonly string[], options: Partial<LintCommandOptions> = {}) {
  const screen = silentScreen();
  const code = await lint(names, { format: 'text', ...options }, screen).catch(toldOf);
  return { code, printed: screen.printed, told: screen.told };
}

/** What an error says, with the mistakes that it names. */
function toldOf({ message, context }: FlaptrapError): string {
  return [message, ...(context.diagnostics ?? []).map(({ line, column, summary }) => `${line}:${column} ${summary}`)].join('\n');
}

function place(name: string, text: string | Buffer): string {
  mkdirSync(join(FOLDER, name, '..'), { recursive: true });
  writeFileSync(join(FOLDER, name), text);
  return join(FOLDER, name);
}

it('a hazard is told with its line and a caret, and exits 1', async () => {
  const { code, printed } = await lintFile(BROKEN);
  expect(code).toBe(1);
  expect(printed).toContain('router.cfg:5:2 error: label 10 runs before label 9, which stands above it [label-order]');
  expect(printed).toContain('  5 |  action 10 wait 6\n       ^^^^^^^^^^^^^^^^');
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
  const text = 'event manager applet A\n event syslog pattern "XYZ changed state"\n action 10 wait 6\n';
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
  expect((await lintFile(BROKEN, { fix: true })).code).toBe(1);
  expect(readFileSync(FILE, 'utf8')).toBe(BROKEN);
  expect((await lintFile(BROKEN, { fix: true, order: 'file', dryRun: true })).code).toBe(1);
  expect(readFileSync(FILE, 'utf8')).toBe(BROKEN);
  expect((await lintFile(BROKEN, { fix: true, order: 'file' })).code).toBe(0);
  expect(readFileSync(FILE, 'utf8')).toBe('hostname hq\nevent manager applet A\n event none\n action 0010 wait 5\n action 0020 wait 6\n');
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

describe('what is linted', () => {
  it('is standard input, for a single dash', async () => {
    const screen = { ...silentScreen(), input: Readable.from([Buffer.from(BROKEN)]) };
    expect(await lint(['-'], { format: 'text' }, screen)).toBe(1);
  });

  it('is a folder with all configurations below it, or what a glob matches', async () => {
    for (const name of ['tree/a.cfg', 'tree/sub/b.txt', 'tree/sub/c.md', 'tree/.git/d.cfg']) place(name, BROKEN);
    expect((await lintNamed([join(FOLDER, 'tree')])).told).toContain('2 files, 2 applets read: 2 errors');
    expect((await lintNamed([join(FOLDER, 'tree/**/*.cfg')])).told).toContain('1 file, 1 applet read: 1 error');
    expect((await lintNamed([join(FOLDER, 'tree/*/*.[tm]*')])).told).toContain('2 files, 2 applets read');
    expect((await lintNamed([join(FOLDER, 'tree/*.xyz')])).code).toContain('nothing to lint at');
  });

  it('is UTF-16 too, of either kind', async () => {
    const little = Buffer.from(`\ufeff${BROKEN}`, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16(), little.subarray(2)])
      expect((await lintNamed([place('wide.txt', bytes)])).told).toContain('1 applet read: 1 error');
  });

  it('is said, when it was nothing', async () => {
    expect((await lintNamed([place('none.txt', 'hostname hq\n')])).told).toContain(
      'none.txt: no applet was read in it\n1 file, 0 applets read',
    );
  });

  it('is everything that is there, though a file is missing', async () => {
    const { code, printed, told } = await lintNamed([join(FOLDER, 'gone.cfg'), place('here.cfg', BROKEN)]);
    expect(printed).toContain('[label-order]');
    expect(told).toContain('1 file, 1 applet read');
    expect(code).toContain('gone.cfg');
  });
});

describe('what is told', () => {
  const WARNED = BROKEN.replace(' event none', ' description say "no"\n event none');

  it('is of the lints that are asked alone', async () => {
    expect((await lintNamed([place('w.cfg', WARNED)], { only: ['quotes-in-description'] })).code).toBe(0);
    await expect(lint(['x'], { format: 'text', only: ['nothing'] }, silentScreen())).rejects.toMatchObject({ code: 'input' });
  });

  it('is errors alone, where it is to be quiet; the numbers stay', async () => {
    const { printed, told } = await lintNamed([place('w.cfg', WARNED)], { quiet: true });
    expect(printed).not.toContain('warning');
    expect(told).toContain('1 error, 1 warning');
  });

  it('is what the baseline does not hold, wherever it stands now', async () => {
    const baseline = join(FOLDER, 'baseline.json');
    const file = place('w.cfg', WARNED);
    expect((await lintNamed([file], { writeBaseline: baseline })).code).toBe(0);
    place('w.cfg', `!\n!\n${WARNED}`);
    expect(await lintNamed([file], { baseline })).toMatchObject({
      code: 0,
      printed: '',
      told: expect.stringContaining('2 findings of the baseline'),
    });
    place('w.cfg', `${WARNED} action 1 goto 77\n`);
    expect((await lintNamed([file], { baseline })).printed).toContain('[jump-to-nowhere]');
    expect((await lintNamed([file], { baseline: place('bad.json', '{}') })).code).toContain('is no baseline');
  });

  it('is a comment that silences nothing', async () => {
    const { printed } = await lintNamed([place('u.cfg', `! flaptrap-ignore pager-on, no-such\n${BROKEN}`)]);
    expect(printed).toContain('nothing here is silenced by `pager-on` [unused-suppression]');
    expect(printed).toContain('there is no lint `no-such`');
  });

  it('is a report with its numbers, by its schema', async () => {
    const { printed } = await lintNamed([place('w.cfg', WARNED)], { format: 'report' });
    const report = JSON.parse(printed) as { summary: object; findings: Record<string, unknown>[] };
    expect(report.summary).toEqual({ files: 1, applets: 1, errors: 1, warnings: 1, notices: 0, passedOver: 0 });
    const { properties } = LINT_REPORT_SCHEMA.properties.findings.items;
    expect(report.findings.flatMap((each) => Object.keys(each)).filter((key) => !Object.hasOwn(properties, key))).toEqual([]);
    expect(JSON.parse((await lintNamed([], { schema: true })).printed)).toEqual(LINT_REPORT_SCHEMA);
  });

  it('is what a lint means', async () => {
    const { printed } = await lintNamed([], { explain: 'label-order' });
    for (const part of ['label-order (error)', 'On the device:', 'eem.md 3', 'It finds:', 'It leaves alone:'])
      expect(printed).toContain(part);
    expect((await lintNamed([], { explain: 'nothing' })).code).toBe('there is no lint nothing');
  });
});

describe('settings', () => {
  const config = (text: string): string => place('lint.yaml', text);

  it('choose severities, and what is passed over where', async () => {
    const file = place('site/old/x.cfg', BROKEN);
    expect((await lintNamed([file], { config: config('severity: { label-order: warning }\n') })).code).toBe(0);
    expect((await lintNamed([file], { config: config('severity: { label-order: "off" }\n') })).printed).toBe('');
    expect((await lintNamed([file], { config: config('ignore: [{ paths: ["site/**"] }]\n') })).told).toContain('0 applets read');
    expect((await lintNamed([file], { config: config('ignore: [{ paths: ["**/*.cfg"], lints: [label-order] }]\n') })).code).toBe(0);
    expect((await lintNamed([file], { config: config('ignore: [{ paths: ["other/**"] }]\n') })).code).toBe(1);
  });

  it('choose the platform and the release', async () => {
    const piped =
      'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock | include U | append flash:x"\n';
    expect((await lintNamed([place('p.cfg', piped)])).printed).toContain('[double-pipe]');
    expect((await lintNamed([place('p.cfg', piped)], { config: config('platform: ios-xe\n') })).printed).toBe('');
    expect((await lintNamed([place('b.cfg', BROKEN)], { config: config('release: 12.4(20)T\n') })).printed).toContain(
      '[newer-than-target]',
    );
    expect((await lintNamed([place('b.cfg', BROKEN)], { config: config('release: 15.2(4)M\n') })).printed).not.toContain(
      '[newer-than-target]',
    );
  });

  it('that nobody can understand are refused, with the place', async () => {
    for (const [text, why] of [
      ['severity: { nothing: error }', '1:22 `nothing`: there is no such lint'],
      ['ignore: [{ path: ["x"] }]', 'unknown key `path`; did you mean paths?'],
      ['colour: red', 'unknown key `colour`'],
      ['ignores: []', 'unknown key `ignores`; did you mean ignore?'],
      ['platform: nx-os', '`platform` is to be one of ios, ios-xe'],
      ['ignore: [{ paths: [] }]', '1:19 `paths` is empty'],
      ['severity: [', 'lint.yaml'],
    ] as const)
      expect((await lintNamed([place('b.cfg', BROKEN)], { config: config(text) })).code).toContain(why);
    expect((await lintNamed(['x'], { config: join(FOLDER, 'gone.yaml') })).code).toContain('gone.yaml');
  });
});

it('what does not go together is refused', async () => {
  for (const options of [{ dryRun: true }, { order: 'run' as const }, { baseline: 'a', writeBaseline: 'b' }])
    await expect(lint(['x'], { format: 'text', ...options }, silentScreen())).rejects.toMatchObject({ code: 'input' });
  expect(existsSync('b')).toBe(false);
});
