/** Checking playbooks: what can never spring, or leads nowhere, is told at its place before any router is touched. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlaybook } from '../../src/playbook/parse.ts';

const DEFAULT = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8');
const A = 'address: 192.0.2.1 # the IKE address';
const B = 'address: 198.51.100.1';
const HOST_A = 'host: hq.example.net';
const HOST_B = 'host: branch.example.net';
const JUMPS = (text: string): string => `jumpHosts:\n${text}\ntrigger: invalid-spi`;

function told(...changes: readonly (readonly [string, string])[]): string[] {
  const text = changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, DEFAULT);
  const { playbook, diagnostics } = parsePlaybook(text, 'x.yaml');
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  expect(playbook === undefined).toBe(isWrong);
  for (const { line, column } of diagnostics) expect(Math.min(line, column)).toBeGreaterThan(0);
  return diagnostics.map(({ line, column, severity, summary }) => `${line}:${column} ${severity}: ${summary}`);
}

describe('an address that no router can have', () => {
  it.each([
    ['0.0.0.0', 'means "this network"'],
    ['0.1.2.3', 'means "this network"'],
    ['255.255.255.255', 'is the broadcast address'],
    ['224.0.0.1', 'is a multicast address'],
    ['239.255.255.255', 'is a multicast address'],
    ['127.0.0.1', 'is a loopback address'],
    ['127.8.8.8', 'is a loopback address'],
    ['240.0.0.1', 'is a class E address'],
    ['255.255.255.254', 'is a class E address'],
    ['169.254.1.1', 'is a link-local address'],
  ])('%s is refused as address and as natAddress', (address, reason) => {
    expect(told([B, `address: ${address}`]).join()).toMatch(new RegExp(`^16:14 error: ${address} ${reason}`));
    expect(told([B, `${B}\n    natAddress: ${address}`]).join()).toMatch(new RegExp(`^17:17 error: ${address} ${reason}`));
  });

  it('every other address is taken', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const first = fc.integer({ min: 1, max: 223 }).filter((each) => each !== 127 && each !== 169);
    fc.assert(
      fc.property(first, octet, octet, octet, (...octets) => {
        const address = octets.join('.');
        fc.pre(address !== '192.0.2.1');
        expect(told([B, `address: ${address}`])).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('two link-local ends may be on one wire: a warning, no refusal', () => {
    expect(told([A, 'address: 169.254.0.1'], [B, 'address: 169.254.0.2'])).toEqual([
      '11:14 warning: 169.254.0.1 is a link-local address: no router forwards it, so both ends must be on one wire',
      '16:14 warning: 169.254.0.2 is a link-local address: no router forwards it, so both ends must be on one wire',
    ]);
  });
});

describe('a natAddress', () => {
  it("of one end that is the other's address is refused", () => {
    expect(told([B, `${B}\n    natAddress: 192.0.2.1`])).toEqual([
      '17:17 error: hq would see branch by its own address 192.0.2.1: no packet comes from there',
    ]);
  });

  it('that is its own address says nothing: a warning', () => {
    expect(told([B, `${B}\n    natAddress: 198.51.100.1`])).toEqual([
      '17:17 warning: the natAddress of branch is the same as its address: there is no NAT between them',
    ]);
  });

  it('of both ends may be one NAT that turns packets back: a warning', () => {
    expect(told([A, 'address: 192.0.2.1\n    natAddress: 203.0.113.1'], [B, `${B}\n    natAddress: 203.0.113.1`])).toEqual([
      '18:17 warning: both peers are seen by 203.0.113.1: that needs one NAT that sends their packets back inside',
    ]);
  });
});

describe('two ways to one router', () => {
  it.each([
    ['the same host', 'host: hq.example.net'],
    ['the same in capitals', 'host: HQ.Example.NET'],
    ['the same with a dot at its end', 'host: hq.example.net.'],
    ['the same with its port', 'host: hq.example.net\n    port: 22'],
  ])('%s is refused', (_what, host) => {
    expect(told([HOST_B, host]).join()).toMatch(
      /^15:11 error: both routers have the same login address hq.example.net:22: that is one router$/,
    );
  });

  it.each(['"::ffff:192.0.2.7"', '"::FFFF:C000:207"', '"0:0:0:0:0:ffff:192.0.2.7"'])('%s is 192.0.2.7 in another spelling', (spelling) => {
    expect(told([HOST_A, 'host: 192.0.2.7'], [HOST_B, `host: ${spelling}`]).join()).toContain('that is one router');
  });

  it('another port is another router: ports are forwarded', () => {
    expect(told([HOST_B, 'host: hq.example.net\n    port: 2222'])).toEqual([]);
  });

  const jumps = JUMPS('  east: { host: east.example.net, login: ops }\n  west: { host: west.example.net, login: ops }');
  it('the same host through another jump host is another router: private addresses occur in many networks', () => {
    const hosts = [
      [HOST_A, 'host: 192.168.0.1\n    jumpHosts: [east]'],
      ['trigger: invalid-spi', jumps],
    ] as const;
    expect(told(...hosts, [HOST_B, 'host: 192.168.0.1\n    jumpHosts: [west]'])).toEqual([]);
    expect(told(...hosts, [HOST_B, 'host: 192.168.0.1\n    jumpHosts: [east]']).join()).toContain('that is one router');
  });

  it("a host that is the other's IKE address is refused", () => {
    expect(told([HOST_A, 'host: 198.51.100.1'])).toEqual(['10:11 error: the host of hq is the IKE address of branch']);
  });
});

describe('a jump host', () => {
  const with_ = (jumps: string, list: string): string[] =>
    told([HOST_A, `host: hq.example.net\n    jumpHosts: ${list}`], ['trigger: invalid-spi', JUMPS(jumps)]);

  it('that is the router itself is refused', () => {
    expect(with_('  east: { host: HQ.example.net, login: ops }', '[east]')).toEqual(['11:17 error: the jump host east is hq itself']);
  });

  it('that is the other router is refused: IOS passes no connection on', () => {
    expect(with_('  east: { host: branch.example.net, login: ops }', '[east]').join()).toContain('the jump host east is the router branch');
  });

  it('that is listed twice is refused, by its name and by its place', () => {
    expect(with_('  east: { host: east.example.net, login: ops }', '[east, east]')).toEqual([
      '11:23 error: jumpHosts: `east` is listed twice',
    ]);
    const two = '  east: { host: east.example.net, login: ops }\n  also: { host: East.example.net., login: ops }';
    expect(with_(two, '[east, also]')).toEqual(['11:23 error: the jump hosts east and also are the same: east.example.net:22']);
  });
});

describe('a host that is none', () => {
  it.each([
    ['"10.1"', 'is not an IPv4 address of four numbers'],
    ['"0xC0000207"', 'is not an IPv4 address of four numbers'],
    ['0x7f.1', 'is not an IPv4 address of four numbers'],
    ['192.0.2.256', 'is not an IPv4 address of four numbers'],
    ['0.0.0.0', 'means "this network"'],
    ['255.255.255.255', 'is the broadcast address'],
    ['hq..example.net', 'is not a host name'],
    ['hq-.example.net', 'is not a host name'],
    ['"hq.example.net:22"', 'is not an IPv6 address; write the port in `port`'],
    [`${'a'.repeat(64)}.net`, 'is not a host name'],
  ])('%s is refused', (host, reason) => {
    expect(told([HOST_A, `host: ${host}`]).join()).toContain(reason);
  });

  it.each(['localhost', '127.0.0.1', '"::1"', '"2001:db8::1"', 'hq', 'hq_1.example.net'])('%s is one', (host) => {
    expect(told([HOST_A, `host: ${host}`])).toEqual([]);
  });
});

describe('names that every object has', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf'])('%s is no login and no jump host', (name) => {
    expect(told(['login: ops\n  b:', `login: ${name}\n  b:`]).join()).toContain(`there is no login \`${name}\``);
    expect(told([HOST_A, `${HOST_A}\n    jumpHosts: [${name}]`]).join()).toContain(`there is no jump host \`${name}\``);
    expect(told(['trigger: invalid-spi', JUMPS(`  east: { host: e.example.net, login: ${name} }`)]).join()).toContain('there is no login');
    for (const key of ['trigger: invalid-spi', 'strategy: recorder'])
      expect(told([key, `${key.split(' ')[0]} ${name}`]).join()).toContain('expected one of');
  });

  it('a login may be called so where it is described', () => {
    expect(
      told(['login: ops\n  b:', 'login: constructor\n  b:'], ['  ops:\n', '  constructor: { username: x, password: env:X }\n  ops:\n']),
    ).toEqual([]);
  });

  it('__proto__ is no name at all', () => {
    expect(told(['  ops:\n', '  __proto__: { username: x, password: env:X }\n  ops:\n'])).toEqual([
      '20:3 error: `__proto__` cannot be used as a name',
    ]);
  });
});

describe('a reference to a secret', () => {
  const password = (reference: string): string => told(['env:FLAPTRAP_PASSWORD', reference]).join();

  it.each(['env:MY-PW', '"env:"', 'env:1PW', 'env:MY.PW', '"env: PW"', '"env:PW "', '"env:PW=x"'])(
    '%s is no name that a shell exports',
    (text) => {
      expect(password(text)).toContain('expected env:NAME');
    },
  );

  it.each(['"file:"', '"file: x"', '"command:"', '"file:a\\0b"', '"command:a\\nb"', '"command:  "'])('%s has nothing behind it', (text) => {
    expect(password(text)).toMatch(/expected something on one line behind (file|command):/);
  });

  it.each(['env:_PW9', 'file:~/.pw', 'command:pass show hq'])('%s is sound', (text) => expect(password(text)).toBe(''));
});

describe('a trap that nothing can spring', () => {
  it.each([
    ['trigger: invalid-spi', 'trigger: qfp-drops', 'the trigger qfp-drops works on ios-xe only, and branch is ios'],
    ['strategy: recorder', 'strategy: event-trace', 'the strategy event-trace works on ios-xe only, and branch is ios'],
  ])('%s on a platform that lacks it is refused when the platform is stated', (from, to, summary) => {
    expect(told([from, to])).toEqual([]);
    expect(told([from, to], [B, `${B}\n    platform: ios-xe`])).toEqual([]);
    expect(told([from, to], [B, `${B}\n    platform: ios`]).join()).toContain(summary);
  });

  it.each(['orchestrator', 'snmp', 'none'])('peer-call on both ends, called by %s: nobody begins', (signal) => {
    expect(told(['trigger: invalid-spi', 'trigger: peer-call'], ['signal: orchestrator', `signal: ${signal}`]).join()).toContain(
      'neither starts',
    );
  });

  it('an SNMP call to an end behind a NAT is doubtful', () => {
    expect(told(['signal: orchestrator', 'signal: snmp'], [B, `${B}\n    natAddress: 203.0.113.1`]).join()).toContain(
      'branch stands behind a NAT',
    );
  });
});

describe('lists', () => {
  it.each([
    ['debugs: [isakmp, ipsec]', 'debugs: [isakmp, ipsec, isakmp]', 'debugs: `isakmp` is listed twice'],
    ['tail: 75s', 'tail: 75s\nretrieve: [more, more]', 'retrieve: `more` is listed twice'],
    ['tail: 75s', 'tail: 75s\nformats: [json, json]', 'formats: `json` is listed twice'],
    ['tail: 75s', 'tail: 75s\nshows: [show version, show version]', 'shows: `show version` is listed twice'],
  ])('%s with a word twice is refused', (from, to, summary) => {
    expect(told([from, to]).join()).toContain(summary);
  });

  it.each([
    ['show crypto ipsec sa', 'show crypto  ipsec-sa'],
    ['show crypto ipsec sa', 'show crypto ipsec sa.'],
    ['show ip route', 'show IP route'],
  ])('%s and %s would be written to the same file', (one, two) => {
    expect(told(['tail: 75s', `tail: 75s\nshows: [${one}, "${two}"]`]).join()).toContain(
      `\`${two}\` and \`${one}\` would be written to the same file`,
    );
  });

  it.each(['show debugging', 'show logging', 'show clock  detail'])('%s is always captured', (command) => {
    expect(told(['tail: 75s', `tail: 75s\nshows: ["${command}"]`]).join()).toContain(`\`${command}\` is always captured`);
  });

  it('names that differ only in capital letters: refused for peers, doubtful for logins', () => {
    expect(told(['name: branch', 'name: HQ'])).toEqual(['14:11 error: the names hq and HQ differ only in capital letters']);
    expect(told(['  ops:\n', '  Ops: { username: x, password: env:X }\n  ops:\n'])).toEqual([
      '21:3 warning: logins: Ops and ops differ only in capital letters',
    ]);
  });
});

describe('times and sizes', () => {
  it.each([
    ['lease: 3d', 'lease: 4m', 'ends before the recording is saved'],
    ['lease: 3d', 'lease: 10m\npoll: 10m', 'no router is checked before the lease of 10m ends'],
    ['lease: 3d', 'lease: 366d', 'expected a duration from 60s to 31536000s'],
    ['tail: 75s', 'tail: 75s\nbudget: { flashMegabytes: 2 }', 'are too small for a full logging buffer'],
  ])('%s as %s is told', (from, to, summary) => expect(told([from, to]).join()).toContain(summary));
});

describe('YAML', () => {
  const yaml = (text: string): string[] =>
    parsePlaybook(text, 'x.yaml').diagnostics.map(({ line, column, summary }) => `${line}:${column} ${summary}`);

  it.each([
    ['name: x\n<<: { lease: 3d }\n', '2:1 merge keys (`<<`) are not supported: YAML 1.2 has none'],
    ['%YAML 1.1\n---\nname: x\n<<: { lease: 3d }\n', '4:1 merge keys (`<<`) are not supported: YAML 1.2 has none'],
    ['name: *x\n', '1:7 alias *x: its anchor is not defined above it'],
    ['name: &x [*x]\n', '1:11 alias *x is inside the value of its own anchor'],
    ['name: !secret x\n', '1:7 Unresolved tag: !secret'],
    ['? [a]\n: b\n', '1:3 a key must be a word, not a list, a map or an alias'],
    ['name: x\n---\nname: y\n', 'a second YAML document begins here: a playbook is a single document'],
  ])('%j is refused at its place', (text, told) => expect(yaml(text)[0]).toContain(told));

  it('a text that is nested too deeply is refused', () => {
    expect(yaml(`name: ${'['.repeat(20_000)}`)[0]).toContain('the text is nested too deeply for a playbook');
  });

  it('aliases of aliases are refused before they grow', () => {
    const bomb = ['a', 'b', 'c', 'd'].map(
      (name, index) => `${name}: &${name} [${Array(9).fill(index === 0 ? 'x' : `*${'abcd'[index - 1]}`)}]`,
    );
    expect(yaml(bomb.join('\n'))[0]).toContain('the aliases repeat each other too often');
  });

  it('an alias for a whole value is sound', () => {
    expect(told(['password: env:FLAPTRAP_PASSWORD', 'password: &pw env:FLAPTRAP_PASSWORD\n    enableSecret: *pw'])).toEqual([]);
  });

  it('thousands of mistakes are told as a hundred and their number', () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join('\n');
    const told = yaml(`${DEFAULT}${keys}`);
    expect(told).toHaveLength(101);
    expect(told.join()).toContain('and 4900 more mistakes like these');
  });
});

describe('packets', () => {
  const XE_A: [string, string] = [HOST_A, `${HOST_A}\n    platform: ios-xe`];
  const IOS_B: [string, string] = [HOST_B, `${HOST_B}\n    platform: ios`];
  const last = (added: string): [string, string] => ['trigger: invalid-spi', `${added}\ntrigger: invalid-spi`];

  it('of a router that runs IOS are refused by its name', () => {
    expect(told(XE_A, IOS_B, last('packets: true')).join()).toMatch(/error: packets are captured on IOS XE only, and branch runs IOS$/);
  });

  it('need a way that brings bytes home', () => {
    expect(told(last('packets: true\nretrieve: [more, buffer]')).join()).toMatch(/error: packets come home by scp or sftp only/);
  });

  it('are bounded by the flash that the playbook allows', () => {
    expect(told(last('packets: { megabytes: 20 }')).join()).toMatch(/error: the ring of 20 MB does not fit budget\.flashMegabytes, 20$/);
    expect(told(last('packets: { megabytes: 65 }')).join()).toMatch(/error: /);
    expect(told(last('packets: { megabytes: 3 }'))).toEqual([]);
    expect(told(last('packets: false'))).toEqual([]);
  });
});
