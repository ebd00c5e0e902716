/** Reading playbooks: defaults filled in, and every mistake at its place. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printDiagnostics } from '../../src/diagnostic.ts';
import { printJsonSchema } from '../../src/playbook/json-schema.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';

const DEFAULT = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8');

describe('the playbook tunnel-flaps', () => {
  it('is sound, with three days of lease and a tail long enough for a second message', () => {
    const { playbook, diagnostics } = parsePlaybook(DEFAULT, 'tunnel-flaps.yaml');
    expect(diagnostics).toEqual([]);
    expect(playbook).toMatchObject({
      strategy: 'recorder',
      leaseSeconds: 259_200,
      tailSeconds: 75,
      pollSeconds: 30,
      hostKeys: { policy: 'strict' },
    });
  });
});

describe('a broken playbook', () => {
  it('has all its mistakes told at once, each with line and column', () => {
    const text = DEFAULT.replace('address: 192.0.2.1 #', 'adress: 192.0.2.1 #')
      .replace('lease: 3d', 'lease: 3 weeks')
      .replace('env:FLAPTRAP_PASSWORD', 'hunter2');
    const { playbook, diagnostics } = parsePlaybook(text, 'broken.yaml');
    expect(playbook).toBeUndefined();
    expect(diagnostics.map(({ line, column, summary }) => `${line}:${column} ${summary}`)).toEqual([
      '8:3 tunnel.a.address: is missing',
      '11:5 unknown key `adress`; did you mean address?',
      '22:15 logins.ops.password: expected a reference to a secret: env:NAME, file:PATH or command:COMMAND',
      '28:8 lease: expected a duration such as 75s, 30m, 12h or 3d',
    ]);
  });

  it('shows the line with a caret under the value', () => {
    const { diagnostics } = parsePlaybook(DEFAULT.replace('tail: 75s', 'tail: soon'), 'broken.yaml');
    expect(printDiagnostics(diagnostics)).toContain('  27 | tail: soon # IOS prints');
    expect(printDiagnostics(diagnostics)).toContain(`\n${' '.repeat(13)}^^^^\n`.trimEnd());
  });

  it('never repeats a password that stands where a reference belongs, outside the line itself', () => {
    const { diagnostics } = parsePlaybook(DEFAULT.replace('env:FLAPTRAP_PASSWORD', 'hunter2'), 'broken.yaml');
    expect(diagnostics.map(({ summary, detail }) => `${summary} ${detail}`).join()).not.toContain('hunter2');
  });

  it('is told where its YAML ends to be YAML', () => {
    const { diagnostics } = parsePlaybook('name: x\ntunnel: [a,\n', 'broken.yaml');
    expect(diagnostics[0]).toMatchObject({ severity: 'error', file: 'broken.yaml', line: 3 });
    expect(diagnostics[0]?.summary).toMatch(/^a `\[` above is not closed: /);
  });

  it.each([
    ['a brace that nothing closes', 'a: { name: hq\nb: { name: branch }\n', /^a `\{` above is not closed: its `\}` is missing/],
    ['a forgotten comma', 'a: { name: hq address: 192.0.2.1 }\n', /^a comma or a brace is missing before this/],
    ['keys that do not stand below each other', 'a:\n  name: hq\n    host: x\n b: x\n', /indented/],
    ['a quote that runs on', 'name: "hq\n', /^a quote that was opened with " is not closed$/],
    ['a key that stands too far left', '  name: hq\n host: x\n', /^the value before this is over: is this indented wrongly/],
    ['a word without a colon', 'name: hq\nlease\n', /^a colon and a value are missing behind this key$/],
    ['a lone escape', 'name: "\\q"\n', /^within double quotes \\q means nothing: write the backslash twice/],
  ])('is told in plain words of %s', (_what, text, summary) => {
    expect(parsePlaybook(text, 'broken.yaml').diagnostics[0]?.summary).toMatch(summary);
  });

  it('is told that an empty file lacks everything', () => {
    const { diagnostics } = parsePlaybook('', 'empty.yaml');
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['name: is missing', 'tunnel: is missing', 'logins: is missing']);
  });

  it.each([
    ['a login that is not there', 'login: ops\n  b:', 'login: root\n  b:', 'there is no login `root`; there is ops'],
    ['two ends with one address', 'address: 198.51.100.1', 'address: 192.0.2.1', 'both peers have the address 192.0.2.1'],
    ['a lease shorter than the tail', 'lease: 3d', 'lease: 2m', 'the lease of 120 s is too short for a tail of 75 s'],
    [
      'an address of two parts',
      'address: 198.51.100.1',
      'address: "10.1"',
      'tunnel.b.address: expected an IPv4 address such as 192.0.2.1, an IPv6 address, or dynamic',
    ],
    ['a strategy that does not exist', 'strategy: recorder', 'strategy: hope', 'strategy: expected one of after, event-trace, recorder'],
    [
      'a trigger that is spelt with a letter too few',
      'trigger: invalid-spi',
      'trigger: invalid-sp',
      'trigger: expected one of invalid-spi, manual, peer-call, qfp-drops, repeated-spi, session-down; did you mean invalid-spi?',
    ],
  ])('is told of %s', (_what, from, to, summary) => {
    expect(parsePlaybook(DEFAULT.replace(from, to), 'x.yaml').diagnostics.map((each) => each.summary)).toContain(summary);
  });

  it('is told of a key that is listed twice', () => {
    const { diagnostics } = parsePlaybook(`${DEFAULT}\nlease: 1d\n`, 'x.yaml');
    expect(diagnostics[0]?.summary).toBe('this key stands here twice: keep one');
  });
});

describe('the JSON Schema', () => {
  it('in playbooks is the one that the schema gives (npm run build)', () => {
    expect(readFileSync('playbooks/playbook.schema.json', 'utf8')).toBe(printJsonSchema());
  });
});
