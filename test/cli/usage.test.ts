/** Errors of usage: what was typed, what may have been meant, and what to type instead. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPlaybook } from '../../src/cli/shipped.ts';
import { nearest } from '../../src/nearest.ts';
import { flaptrap } from './flaptrap.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-usage-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

it.each([
  [['serve', '--help'], '127.0.0.1:8643)', '{"host"'],
  [['evidence', '--help'], 'addresses,names,secrets)', '["address"'],
  [['fleet', 'arm', '--help'], '~/.local/state/flaptrap)', '"/'],
  [['audit', 'verify', '--help'], '~/.local/state/flaptrap)', '"/'],
])('the help of %j says what is usual as one would type it', async (args, said, unsaid) => {
  const { stdout } = await flaptrap(args);
  expect(stdout).toContain(said);
  expect(stdout).not.toContain(unsaid);
});

describe('a newcomer who', () => {
  it.each([
    ['misspells a command', ['chek', 't.yaml'], '(Did you mean check?)'],
    ['wants what another command does', ['redact', 'x'], '(`flaptrap evidence BUNDLE` packs a bundle without its secrets'],
    ['misspells an option', ['check', 't.yaml', '--jsn'], '(Did you mean --json?)'],
    ['names the playbook first', ['t.yaml', 'check'], '(the command comes first: flaptrap check t.yaml)'],
    ['names an option first', ['--json', 'check', 't.yaml'], 'flaptrap --help shows the commands'],
    ['names a playbook alone', ['t.yaml'], '(to check a playbook: flaptrap check t.yaml)'],
    ['names no playbook', ['plan'], '`flaptrap init` writes a playbook'],
    ['names one that is not there', ['check', 'none.yaml'], '`flaptrap init` writes one'],
    ['misspells a cause of the lab', ['rehearse', 't.yaml', '--cause', 'delet-lost'], 'is invalid; did you mean delete-lost?'],
    ['gives a word for a number', ['rehearse', 't.yaml', '--offset', 'abc'], "argument 'abc' is invalid: expected a number."],
    ['misspells a format', ['analyze', 'x', '--format', 'jsn'], 'did you mean json? Allowed choices are'],
    ['names a format that is none', ['analyze', 'x', '--format', 'pdf'], 'is invalid. Allowed choices are'],
    ['names a side that is none, of two', ['prove', 't.yaml', '--side', 'c'], "argument 'c' is invalid. Allowed choices are a, b."],
    ['misspells a cause to explain on a bundle', ['analyze', 'x', '--explain', 'delete-lot'], 'did you mean delete-lost?'],
  ])('%s is told what to type', async (_what, args, said) => {
    const ran = await flaptrap(args);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(said);
    // The 33 causes are not poured out where one of them was nearly right.
    expect(ran.stderr.length).toBeLessThan(1500);
  });

  it.each([
    ['a key of the playbook', 'tunel: {}\n', 'unknown key `tunel`; did you mean tunnel?'],
    ['a key of a peer', 'tunnel:\n  a: { name: hq, host: hq, adress: 192.0.2.1, login: ops }\n', 'did you mean address?'],
    ['a key of a login', 'logins:\n  ops: { user: ops, pasword: env:X }\n', 'did you mean password?'],
    ['blanks for a tab', 'tunnel:\n\ta: 1\n', 'a tab cannot indent: YAML takes blanks only'],
    ['the depth of a line', 'name: x\n  tunnel: 1\n', 'the next line is indented further'],
  ])('mistakes %s is told so at its place', async (_what, text, said) => {
    const path = join(FOLDER, 'wrong.yaml');
    writeFileSync(path, text);
    const ran = await flaptrap(['check', path]);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
  });
});

it('what is wanted is said in the place of what is only spelt alike', async () => {
  expect((await flaptrap(['redact', 'x'])).stderr).not.toContain('radar');
});

describe('a shipped playbook', () => {
  it('is found by its name where no such file is, and one that is there goes first', () => {
    expect(findPlaybook('playbooks/none.yaml')).toBe('playbooks/none.yaml');
    expect(findPlaybook('playbooks/tunnel-flaps.yaml')).toBe('playbooks/tunnel-flaps.yaml');
    expect(findPlaybook('tunnel-flaps.yaml')).toBe('tunnel-flaps.yaml');
  });
});

describe('the nearest names', () => {
  it.each([
    ['exchanged letters', 'rnu', ['run']],
    ['a part of two names', 'rekey', ['rekey-race', 'rekey-refused']],
    ['nothing near', 'xyzzy', []],
    ['an empty word', '', []],
  ])('of %s', (_what, typed, near) => {
    expect(nearest(typed, ['run', 'rekey-race', 'rekey-refused', 'stale-nhrp'])).toEqual(near);
  });
});
