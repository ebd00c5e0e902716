/** Proving tunnels: what running configurations, written by hand from the command references, prove of hq and its tunnel with branch. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConfiguredEnds, readConfiguredEnds } from '../../src/ios/configured-ends.ts';
import { withLearned } from '../../src/ios/interface-addresses.ts';
import { defaultConfiguration } from '../../src/lab/device/router-spec.ts';
import { assumeFacts, type PeerFacts } from '../../src/playbook/facts.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { printStatement, proveTunnel, refutationsOf, warnOfDebugs } from '../../src/playbook/prove-tunnel.ts';
import { howMany } from '../how-many.ts';

const FOLDER = join('test', 'playbook', 'proofs');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.cfg'));
/** A statement that the configuration of a fixture must give: `!> proven: …` */
const EXPECTED = /^!> (.*)$/;
/** A line of the playbook for branch: `! natAddress: 203.0.113.1` */
const PEER_LINE = /^! (natAddress: \S+)$/m;

const BRANCH = `version 15.7
hostname branch
crypto isakmp policy 10
 authentication pre-share
crypto isakmp key SECRET address 192.0.2.1
crypto map OUTSIDE 10 ipsec-isakmp
 set peer 192.0.2.1
interface GigabitEthernet0/0
 ip address 198.51.100.1 255.255.255.0
 crypto map OUTSIDE
end
`;
const read = (name: string): string => readFileSync(join(FOLDER, `${name}.cfg`), 'utf8');

const PLAYBOOKS = new Map<string, Playbook>();

function playbookOf(branchLine = ''): Playbook {
  const known = PLAYBOOKS.get(branchLine);
  if (known !== undefined) return known;
  const text = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8').replace(
    'address: 198.51.100.1',
    `address: 198.51.100.1${branchLine === '' ? '' : `\n    ${branchLine}`}`,
  );
  const { playbook, diagnostics } = parsePlaybook(text, 'x.yaml');
  if (playbook === undefined) throw new Error(JSON.stringify(diagnostics));
  PLAYBOOKS.set(branchLine, playbook);
  return playbook;
}

function factsOf(hostname: string, text: string, changes: Partial<ConfiguredEnds> = {}): PeerFacts {
  const { a } = playbookOf().tunnel;
  return { ...assumeFacts(a), hostname, isAssumed: false, ends: { ...readConfiguredEnds(text), ...changes } };
}

function toldOf(text: string, changes: Partial<ConfiguredEnds> = {}): string[] {
  const playbook = playbookOf(PEER_LINE.exec(text)?.[1]);
  const facts = { a: factsOf('hq', text, changes), b: factsOf('branch', BRANCH) };
  return [...proveTunnel(playbook, facts).a.map(printStatement), ...warnOfDebugs(playbook, 'a', facts.a)];
}

describe.each(FILES)('the configuration %s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const lines = text.split('\n');

  it(`proves what it says of itself: ${lines[0]?.slice(2)}`, () => {
    const told = toldOf(text);
    if (process.env['UPDATE'] === '1') {
      const kept = lines.filter((line) => !EXPECTED.test(line));
      writeFileSync(join(FOLDER, file), [kept[0], ...told.map((each) => `!> ${each}`), ...kept.slice(1)].join('\n'));
      return;
    }
    expect(told).toEqual(lines.flatMap((line) => EXPECTED.exec(line)?.[1] ?? []));
  });

  it('is quoted without its keys', () => {
    expect(JSON.stringify(readConfiguredEnds(text))).not.toContain('SECRET');
  });
});

describe('two routers', () => {
  const HQ = read('map-ikev1');
  const proofOf = (a: PeerFacts, b: PeerFacts, branchLine?: string): Record<'a' | 'b', string[]> => {
    const proof = proveTunnel(playbookOf(branchLine), { a, b });
    return { a: refutationsOf(proof.a), b: refutationsOf(proof.b) };
  };

  it('whose hosts are exchanged are refused, each with what to do', () => {
    const { a, b } = proofOf(factsOf('branch', BRANCH), factsOf('hq', HQ));
    expect(a).toEqual([
      'wrong: 192.0.2.1 is an address of hq: the hosts of hq and branch are swapped (interface GigabitEthernet0/0: ip address 198.51.100.1 255.255.255.0); swap `host`',
    ]);
    expect(b).toHaveLength(1);
  });

  it('of which one host leads to the other router are refused at that one', () => {
    const other = BRANCH.replace('hostname branch', 'hostname branch-2');
    const { a, b } = proofOf(factsOf('branch-2', other), factsOf('branch', BRANCH));
    expect(a.join()).toContain('hq.example.net is the router branch');
    expect(b).toEqual([]);
  });

  it('that are one are refused, by the serial number and by their addresses', () => {
    const serial = { ...factsOf('hq', HQ), serial: 'FTX1234A0B1' };
    expect(proofOf(serial, serial).b.join()).toContain('both are hq with the serial number FTX1234A0B1');
    expect(proofOf(factsOf('hq', HQ), factsOf('hq', HQ)).a.join()).toContain('both are hq with the addresses 192.0.2.1, 203.0.113.9');
  });

  it('that differ in their names alone are not one: clones have the same serial number', () => {
    const serial = 'FTX1234A0B1';
    expect(proofOf({ ...factsOf('hq', HQ), serial }, { ...factsOf('branch', BRANCH), serial })).toEqual({ a: [], b: [] });
  });

  it('that nobody asked prove nothing and refute nothing', () => {
    const { tunnel } = playbookOf();
    expect(proveTunnel(playbookOf(), { a: assumeFacts(tunnel.a), b: assumeFacts(tunnel.b) })).toEqual({ a: [], b: [] });
  });

  it('of which one stands behind a NAT on its own address are told to write that', () => {
    const inside = BRANCH.replace('198.51.100.1', '203.0.113.1');
    expect(proofOf(factsOf('hq', read('nat')), factsOf('branch', inside), 'natAddress: 203.0.113.1').b.join()).toContain(
      'write address: 203.0.113.1, without natAddress',
    );
  });
});

describe('an address that is learned', () => {
  const text = read('dhcp');
  const { addresses } = readConfiguredEnds(text);
  const brief = (address: string): string =>
    `Interface                  IP-Address      OK? Method Status                Protocol\r
GigabitEthernet0/0         ${address.padEnd(15)} YES DHCP   up                    up      \r
Dialer1                    203.0.113.200   YES IPCP   up                    up      \r\n`;

  it('is proven by what show ip interface brief says now', () => {
    expect(toldOf(text, { addresses: withLearned(addresses, brief('192.0.2.1')) })[0]).toBe(
      'proven: 192.0.2.1 is an address of hq (interface GigabitEthernet0/0: ip address dhcp, now 192.0.2.1)',
    );
  });

  it('is refuted when every learned address is another', () => {
    expect(toldOf(text, { addresses: withLearned(addresses, brief('192.0.2.77')) })[0]).toContain('its interfaces have 192.0.2.77');
  });

  it('stays unproven while one is unassigned', () => {
    expect(toldOf(text, { addresses: withLearned(addresses, brief('unassigned')) })[0]).toContain('could not prove');
  });
});

describe.each([
  { platform: 'ios', release: '15', ike: 1 },
  { platform: 'ios', release: '12.4', ike: 1 },
  { platform: 'ios', release: '15', ike: 2 },
  { platform: 'ios-xe', release: '15', ike: 1 },
  { platform: 'ios-xe', release: '15', ike: 2 },
] as const)('a simulated router with IKEv$ike on $platform $release', ({ platform, release, ike }) => {
  it('prints a configuration that proves its tunnel, so that every rehearsal may arm', () => {
    const ends = { address: '192.0.2.1', peerAddress: '198.51.100.1' };
    const facts = factsOf('hq', defaultConfiguration({ hostname: 'hq', platform, release, ike, ...ends }));
    const { a } = proveTunnel(playbookOf(), { a: facts, b: factsOf('branch', BRANCH) });
    expect(a.map(({ standing }) => standing)).toEqual(['proven', 'proven']);
    expect(warnOfDebugs(playbookOf(), 'a', facts)).toHaveLength(ike === 2 ? 1 : 0);
  });
});

describe('the debugs', () => {
  it('of IKEv2 alone are warned of on a tunnel of IKEv1', () => {
    const playbook: Playbook = { ...playbookOf(), debugs: ['ikev2', 'ipsec'] };
    expect(warnOfDebugs(playbook, 'a', factsOf('hq', read('map-ikev1'))).join()).toContain('write debugs: [isakmp, ipsec]');
    expect(warnOfDebugs(playbook, 'a', factsOf('hq', read('map-ikev2')))).toEqual([]);
  });

  it('are not spoken of where none runs', () => {
    expect(warnOfDebugs({ ...playbookOf(), strategy: 'event-trace' }, 'a', factsOf('hq', read('map-ikev2')))).toEqual([]);
  });
});

describe('the readers', () => {
  const lines = FILES.flatMap((file) => readFileSync(join(FOLDER, file), 'utf8').split('\n')).filter((line) => !line.startsWith('!'));

  it('never throw, and quote no control character, whatever a router sends', () => {
    const piece = fc.oneof(
      fc.constantFrom(...lines),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...lines).chain((line) => fc.nat(line.length).map((at) => `${line.slice(0, at)}\u001b]52;\u009b${line.slice(at)}`)),
      fc.constantFrom(...lines).chain((line) => fc.nat(line.length).map((at) => line.slice(0, at))),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('\n');
        const told = toldOf(`!\n${text}`);
        expect(told.join('')).not.toMatch(/\p{Cc}/u);
        expect(withLearned(readConfiguredEnds(text).addresses, text)).toBeInstanceOf(Array);
      }),
      { numRuns: howMany(30, 300) },
    );
  });

  it('read the configuration of a hub with five thousand spokes within seconds', () => {
    const spokes = Array.from({ length: 5000 }, (_, index) =>
      [
        `crypto ipsec profile P${index}`,
        ` set ikev2-profile P${index}`,
        `interface Tunnel${index}`,
        ' ip unnumbered Loopback0',
        ` tunnel destination 203.0.${index % 256}.${Math.floor(index / 256)}`,
        ` tunnel protection ipsec profile P${index}`,
      ].join('\n'),
    );
    const before = process.cpuUsage();
    expect(toldOf(`!\nversion 16.12\n${spokes.join('\n')}\ninterface Gi1\n ip address 192.0.2.1 255.255.255.0`)[1]).toContain(
      'and 4997 more',
    );
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000);
  });
});
