/** The exit codes of the whole program, one table, and its errors as JSON. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXIT, exitCodeOf } from '../../src/cli/exit-code.ts';
import { runProgram } from '../../src/cli/program/run-program.ts';
import { openTerminal } from '../../src/cli/screen.ts';
import { type ErrorCode, FlaptrapError } from '../../src/errors.ts';
import { unpackCase } from '../case/open.ts';
import { keepingSink } from './keeping-sink.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));
const STATE = join(FOLDER, 'state');
const INCIDENT = join(FOLDER, 'incident');

beforeAll(() => unpackCase('delete-lost/ios', INCIDENT));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

async function flaptrap(args: readonly string[], password = ''): Promise<{ code: number; stdout: string; stderr: string }> {
  vi.stubEnv('LAB_PASSWORD', password);
  const [output, errors] = [keepingSink(), keepingSink()];
  const code = await runProgram(args, openTerminal({ input: Readable.from([]), output: output.sink, errors: errors.sink }));
  return { code, stdout: output.kept(), stderr: errors.kept() };
}

function write(name: string, text: string): string {
  writeFileSync(join(FOLDER, name), text);
  return join(FOLDER, name);
}

const BROKEN_PLAYBOOK = write('broken.yaml', readFileSync('playbooks/tunnel-flaps.yaml', 'utf8').replace('tail: 75s', 'tail: soon'));
const BAD_CONFIG = write('bad.cfg', 'event manager applet A\n event none\n action 9 wait 5\n action 10 wait 6\n');
const GOOD_CONFIG = write('good.cfg', 'hostname hq\n');
const EMPTY_BUNDLE = join(FOLDER, 'empty');
for (const side of ['a', 'b']) mkdirSync(join(EMPTY_BUNDLE, side), { recursive: true });
write('empty/tunnel.yaml', 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n');
/** Nobody listens there. */
const DEAD_PLAYBOOK = write(
  'dead.yaml',
  `name: dead
tunnel:
  a: { name: hq, host: 127.0.0.1, port: 1, address: 192.0.2.1, login: ops }
  b: { name: branch, host: 127.0.0.1, port: 2, address: 198.51.100.1, login: ops }
logins:
  ops: { username: ops, password: env:LAB_PASSWORD }
hostKeys: { policy: accept-new, knownHosts: ${join(FOLDER, 'known_hosts')} }
`,
);

describe('the exit code', () => {
  it.each([
    [0, 'help', ['--help']],
    [0, 'the version', ['--version']],
    [0, 'a sound playbook', ['check', 'playbooks/tunnel-flaps.yaml']],
    [0, 'a clean configuration', ['lint', GOOD_CONFIG]],
    [0, 'a lint that is not asked, with the file behind it', ['lint', '--ignore', 'label-order', BAD_CONFIG]],
    [0, 'an incident that nobody asked about', ['analyze', INCIDENT]],
    [0, 'the same format named twice', ['analyze', INCIDENT, '--json', '--format', 'json']],
    [0, 'every lint as text', ['lint', '--list']],
    [0, 'every lint as JSON', ['lint', '--list', '--format', 'json']],
    [0, 'the plan as JSON', ['render', 'playbooks/tunnel-flaps.yaml', '--json']],
    [0, 'a sound playbook as JSON', ['check', 'playbooks/tunnel-flaps.yaml', '--json']],
    [1, 'an incident with --fail-on-incident', ['analyze', INCIDENT, '--fail-on-incident']],
    [1, 'lint findings', ['lint', BAD_CONFIG]],
    [1, 'lint findings of one file of two', ['lint', GOOD_CONFIG, BAD_CONFIG, '--format', 'json']],
    [2, 'no command', []],
    [2, 'an unknown command', ['analyse', INCIDENT]],
    [2, 'an unknown flag', ['analyze', INCIDENT, '--fast']],
    [2, 'a flag without its value', ['analyze', INCIDENT, '--format']],
    [2, 'an unknown format', ['analyze', INCIDENT, '--format', 'xml']],
    [2, 'an argument too many', ['analyze', INCIDENT, INCIDENT]],
    [2, 'a missing argument', ['analyze']],
    [2, 'a bundle that is not there', ['analyze', join(FOLDER, 'none')]],
    [2, 'a playbook that is not there', ['check', join(FOLDER, 'none.yaml')]],
    [2, 'a file that is not there', ['lint', join(FOLDER, 'none.cfg')]],
    [2, 'a broken playbook', ['check', BROKEN_PLAYBOOK]],
    [2, 'a broken playbook that is to be run', ['run', BROKEN_PLAYBOOK, '--yes']],
    [2, 'a broken playbook that is to be rendered', ['render', BROKEN_PLAYBOOK]],
    [2, 'an unknown rule', ['analyze', INCIDENT, '--explain', 'nothing']],
    [2, 'two formats at once', ['analyze', INCIDENT, '--json', '--format', 'ladder']],
    [2, 'two formats at once for report', ['report', INCIDENT, '--json', '--format', 'text']],
    [2, 'a rule explained as JSON', ['analyze', INCIDENT, '--explain', 'delete-lost', '--json']],
    [2, 'one side of the whole plan', ['render', 'playbooks/tunnel-flaps.yaml', '--side', 'a', '--json']],
    [2, 'a speed below zero', ['lab', '--speed', '-1']],
    [2, 'no speed', ['rehearse', 'playbooks/tunnel-flaps.yaml', '--speed', '0']],
    [2, 'too much speed', ['lab', '--speed', '601']],
    [2, 'a seed that is no number', ['lab', '--seed', 'x']],
    [2, 'an unknown cause', ['lab', '--cause', 'nothing']],
    [2, 'an unknown lint', ['lint', '--ignore', 'labelorder', BAD_CONFIG]],
    [2, 'an empty list of lints', ['lint', '--ignore', '', BAD_CONFIG]],
    [2, 'a list of lints that ends at the next flag', ['lint', BAD_CONFIG, '--ignore', 'label-order', 'no-event']],
    [2, 'a playbook that is to be linted', ['lint', 'playbooks/tunnel-flaps.yaml']],
    [2, 'fewer warnings than none', ['lint', BAD_CONFIG, '--max-warnings', '-1']],
    [2, 'a list of lints with a file behind it', ['lint', '--list', GOOD_CONFIG]],
    [2, 'a list of lints as SARIF', ['lint', '--list', '--format', 'sarif']],
    [2, 'the name of a lint in the place of a file', ['lint', 'no-event']],
    [2, 'nothing to lint', ['lint']],
    [2, 'a capture that is not known', ['status', '7f3a9c01', '--state', STATE]],
    [2, 'a capture id that is a path', ['disarm', '../../7f3a9c01', '--state', STATE]],
    [2, 'a secret that is not there', ['plan', DEAD_PLAYBOOK]],
    [5, 'a bundle in which nobody is heard', ['analyze', EMPTY_BUNDLE]],
  ])('is %i for %s', async (code, _what, args) => {
    const ran = await flaptrap(args);
    expect(ran).toMatchObject({ code });
    expect(ran.stderr).not.toMatch(/^\s+at /m);
    if (code >= 2) expect(ran.stderr.trim()).not.toBe('');
  });

  it('is 3 for routers that cannot be reached', async () => {
    const ran = await flaptrap(['plan', DEAD_PLAYBOOK], 'x');
    expect(ran.code).toBe(3);
  });
});

describe('an error of a command that was asked for JSON', () => {
  it.each([
    ['analyze a bundle that is not there', 2, 'input', ['analyze', join(FOLDER, 'none'), '--json']],
    ['analyze with --format json', 2, 'input', ['analyze', join(FOLDER, 'none'), '--format', 'json']],
    ['report', 2, 'input', ['report', join(FOLDER, 'none'), '--format=json']],
    ['an unknown flag', 2, 'input', ['check', 'playbooks/tunnel-flaps.yaml', '--json', '--fast']],
    ['an unknown command', 2, 'input', ['chek', '--json']],
    ['a missing argument', 2, 'input', ['analyze', '--json']],
    ['an unknown lint', 2, 'input', ['lint', '--format', 'json', '--ignore', 'x', BAD_CONFIG]],
    ['a capture that is not known', 2, 'input', ['status', '7f3a9c01', '--json', '--state', STATE]],
    ['routers that cannot be reached', 3, 'connect-refused', ['plan', DEAD_PLAYBOOK, '--json']],
    ['a bundle in which nobody is heard', 5, 'no-capture', ['analyze', EMPTY_BUNDLE, '--json']],
  ])('is one object: %s', async (_what, exit, code, args) => {
    const ran = await flaptrap(args, 'x');
    expect(ran.code).toBe(exit);
    const error = JSON.parse(ran.stderr) as { message: string };
    expect(error).toMatchObject({ schema: 'flaptrap.error/1', exit, code });
    expect(error.message).not.toBe('');
  });

  it.each([['check'], ['render'], ['plan']])('has the place of every mistake in a playbook: %s', async (command) => {
    const ran = await flaptrap([command, BROKEN_PLAYBOOK, '--json']);
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.stderr)).toMatchObject({
      code: 'input',
      file: BROKEN_PLAYBOOK,
      line: 27,
      col: 7,
      diagnostics: [{ severity: 'error', line: 27 }],
    });
  });

  it('is nothing when all went well, whatever was said beside', async () => {
    const ran = await flaptrap(['lint', '--format', 'json', GOOD_CONFIG]);
    expect(ran).toMatchObject({
      code: 0,
      stdout: '[]\n',
      stderr: `${GOOD_CONFIG}: no applet was read in it\n1 file, 0 applets read: 0 errors, 0 warnings\n`,
    });
  });
});

it.each([
  ['input', 2],
  ['digest', 2],
  ['preflight', 3],
  ['login-failed', 3],
  ['left-behind', 4],
  ['no-capture', 5],
  ['internal', 70],
  ['stopped', 130],
] as const satisfies [ErrorCode, number][])('an error of the kind %s exits %i', (code, exit) => {
  expect(exitCodeOf(new FlaptrapError(code, 'x'))).toBe(exit);
});

it('an error that nobody foresaw is a bug in flaptrap', () => {
  expect(exitCodeOf(new TypeError('x'))).toBe(EXIT.fault);
});
