/** A secret that was written into a playbook is never shown, and the caret still stands under it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printDiagnostics } from '../../src/diagnostic.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';

const DEFAULT = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8');
const [START = '', , REST = ''] = DEFAULT.split(/^(logins:\n(?: .*\n|#.*\n)*)/m);

/** The default playbook with other logins. */
function told(logins: string, rest = REST): { text: string; json: string } {
  const { diagnostics } = parsePlaybook(`${START}${logins}\n${rest}`, 'p.yaml');
  return { text: printDiagnostics(diagnostics), json: JSON.stringify(diagnostics) };
}

describe('a secret in a playbook', () => {
  it('is masked in the line, with the caret under it', () => {
    const { text } = told('logins:\n  ops:\n    username: ops\n    password: hunter2');
    expect(text).toMatch(/^p\.yaml:\d+:15 error: logins\.ops\.password: expected a reference/m);
    const [, line = '', caret = ''] = text.split('\n');
    expect(line).toMatch(/\| {5}password: \*{8}$/);
    expect(caret.indexOf('^')).toBe(line.indexOf('*'));
    expect(caret.trim()).toBe('^'.repeat(8));
  });

  it('is masked in the host before which it stands', () => {
    const { diagnostics } = parsePlaybook(DEFAULT.replace('host: hq.', 'host: ops:hunter2@hq.'), 'p.yaml');
    expect(diagnostics).not.toEqual([]);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  it('keeps the columns of what follows it in a flow map', () => {
    const { text } = told('logins: { ops: { username: ops, password: hunter2-and-more, colour: red } }');
    const at = text.split('\n').findIndex((line) => line.includes('unknown key `colour`'));
    const [line = '', caret = ''] = text.split('\n').slice(at + 1);
    expect(caret.indexOf('^')).toBe(line.indexOf('colour'));
    expect(text).not.toContain('hunter2');
  });

  it.each([
    ['password', 'password: hunter2'],
    ['enableSecret', 'enableSecret: "hunter2"'],
    ['passphrase', "passphrase: 'hunter2'"],
    ['privateKey', 'privateKey: hunter2'],
    ['a misspelt key', 'passwrod: hunter2'],
    ['a key of another name', 'login: hunter2'],
    ['a comment, for it begins with #', 'password: #hunter2'],
    ['a number', 'password: 47110815hunter2'],
    ['a list', 'password: [hunter2, hunter2]'],
    ['a map', 'password: { value: hunter2 }'],
    ['a block of text', 'privateKey: |\n      hunter2\n      hunter2'],
    ['a folded text', 'password: >-\n      hunter2\n      hunter2'],
    ['lines in quotes', 'password: "hunter2\n      hunter2"'],
    ['a tag', 'password: !hunter2 x'],
    ['an alias', 'password: *hunter2'],
    ['a command in a line with another mistake', 'password: command:echo hunter2\n    agent: hunter2'],
    ['a comment behind it', 'password: x # was hunter2'],
    ['no key at all', '? hunter2'],
    ['an unclosed quote', 'password: "hunter2'],
    ['an unclosed map', 'password: { hunter2'],
    ['a bad indent', 'password: hunter2\n   passphrase: hunter2'],
    ['twice', 'password: hunter2\n    password: hunter2'],
    ['a colon in it', 'password: hunter2: hunter2'],
    ['a line end of Windows', 'password: hunter2\r'],
  ])('is not said: %s', (_what, line) => {
    const { text, json } = told(`logins:\n  ops:\n    username: ops\n    ${line}`);
    expect(text).toMatch(/error/);
    expect(`${text}${json}`).not.toContain('hunter2');
  });

  it.each([
    ['logins is the secret', 'logins: hunter2'],
    ['a login is the secret', 'logins:\n  ops: hunter2'],
    ['a list of logins', 'logins: [hunter2]'],
    ['beside the keys of a flow map', 'logins: { ops: { username: ops, hunter2 } }'],
    [
      'a jump host with a password',
      'logins: { ops: { username: ops, password: env:X } }\njumpHosts:\n  bastion: { host: x, login: ops, password: hunter2 }',
    ],
    [
      'a jump host with it as its login',
      'logins: { ops: { username: ops, password: env:X } }\njumpHosts:\n  bastion: { host: x, login: hunter2 }',
    ],
    ['a jump host that is it', 'logins: { ops: { username: ops, password: env:X } }\njumpHosts:\n  bastion: hunter2'],
    ['at the top', 'password: hunter2\nlogins: { ops: { username: ops, password: env:X } }'],
    ['in a broken flow map', 'logins: { ops: { username: ops, password: hunter2 '],
  ])('is not said in the wrong place: %s', (_what, logins) => {
    const { text, json } = told(logins);
    expect(text).toMatch(/error/);
    expect(`${text}${json}`).not.toContain('hunter2');
  });

  it('leaves a reference to a variable or a file readable', () => {
    expect(told('logins: { ops: { username: ops, password: env:MY_PW, colour: red } }').text).toContain('password: env:MY_PW, colour: ***');
  });
});
