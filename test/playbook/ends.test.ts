/** What a playbook can say of its ends: a hub with a list of spokes, and a peer whose address changes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../src/applet/load.ts';
import { readConfiguredEnds } from '../../src/ios/configured-ends.ts';
import { assumeFacts, type PeerFacts } from '../../src/playbook/facts.ts';
import { endsOf, makePlan } from '../../src/playbook/make-plan.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Plan, Step } from '../../src/playbook/plan.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { proveTunnel } from '../../src/playbook/prove-tunnel.ts';
import { readStanding } from '../../src/playbook/standing.ts';
import { refusalsOf } from '../../src/playbook/warnings.ts';
import { appletText, draftPlan } from '../../src/run/draft.ts';

const HUB = readFileSync('playbooks/hub-spokes.yaml', 'utf8');
const PAIR = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8');
const MOVING = PAIR.replace('address: 198.51.100.1', 'address: dynamic');

function read(text: string): { playbook: Playbook; told: string[] } {
  const { playbook, diagnostics } = parsePlaybook(text, 'x.yaml');
  if (playbook === undefined) throw new Error(JSON.stringify(diagnostics));
  return { playbook, told: diagnostics.map(({ summary }) => summary) };
}

function mistakes(text: string): string[] {
  return parsePlaybook(text, 'x.yaml').diagnostics.map(({ line, summary }) => `${line} ${summary}`);
}

function planOf(text: string): Plan {
  const { playbook } = read(text);
  return makePlan(playbook, { a: assumeFacts(playbook.tunnel.a), b: assumeFacts(playbook.tunnel.b) }, loadTemplates(), { nowMs: 0 });
}

const linesOf = (steps: readonly Step[], kind: Step['kind']): string[] =>
  steps.filter((step) => step.kind === kind).flatMap(({ lines }) => lines);
const SPOKES = ['198.51.100.1', '198.51.100.17', '203.0.113.5'];

describe('a hub with a list of spokes', () => {
  it('is armed once, with a condition for each spoke before the first debug, and takes back each by its name', () => {
    const { steps } = planOf(HUB).peers.a;
    expect(linesOf(steps, 'condition')).toEqual(SPOKES.map((spoke) => `debug crypto condition peer ipv4 ${spoke}`));
    const kinds = steps.map(({ kind }) => kind);
    expect(kinds.lastIndexOf('condition')).toBeLessThan(kinds.indexOf('debug'));
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    expect(steps.filter(({ kind }) => kind === 'applet').map(({ id }) => id)).toEqual(
      ['guard', 'lease', 'rec', 'probe', 'call', 'watch'].sort(
        (one, two) => steps.findIndex(({ id }) => id === one) - steps.findIndex(({ id }) => id === two),
      ),
    );
    const text = appletText(planOf(HUB).peers.a);
    for (const role of ['GUARD', 'LEASE', 'WATCH', 'CALL']) {
      const applet = text.split('!\n').find((each) => each.includes(`-${role}\n`)) ?? '';
      for (const spoke of SPOKES) expect(applet).toContain(`cli command "no debug crypto condition peer ipv4 ${spoke}"`);
    }
  });

  it('says in its record what it holds for each, so that another capture leaves it', () => {
    const text = appletText(planOf(HUB).peers.a);
    const [standing] = readStanding(text.replaceAll('\n!\n', '\n'));
    expect(standing?.marks).toEqual(expect.arrayContaining(SPOKES.map((spoke) => `cond-${spoke}`)));
    expect(standing?.tunnel).toEqual({ local: '192.0.2.1', remote: SPOKES[0] });
  });

  it('springs on each of its spokes, and on nobody else', () => {
    const text = appletText(planOf(HUB).peers.a);
    const watch = text.split('!\n').find((each) => each.includes('-WATCH\n')) ?? '';
    for (const spoke of SPOKES) expect(watch).toContain(`string equal "$from" "${spoke}"`);
    expect(watch.match(/set whose "peer"/g)).toHaveLength(SPOKES.length);
  });

  it('asks about each spoke, and names each to whoever asks its operator', () => {
    const plan = planOf(HUB);
    for (const spoke of SPOKES) expect(plan.peers.a.snapshots).toContain(`show crypto ipsec sa peer ${spoke} detail`);
    expect(new Set(plan.peers.a.files.map(({ path }) => path)).size).toBe(plan.peers.a.files.length);
    expect(plan.spokes?.map(({ name, foreign }) => [name, foreign.vendor])).toEqual([
      ['branch', 'ios'],
      ['depot', 'ios'],
      ['cloud', 'other'],
    ]);
  });

  it('is drafted without an error of a lint', () => {
    expect(draftPlan(read(HUB).playbook, 0).diagnostics).toEqual([]);
  });

  it.each([
    ['name: depot', 'name: branch', /have one name or one address/],
    ['198.51.100.17', '192.0.2.1', /have one name or one address/],
    ['198.51.100.17', '224.0.0.1', /depot: 224\.0\.0\.1 is a multicast address/],
    ['198.51.100.17', 'dynamic', /depot has an address that changes: debugs that are limited to the other spokes record nothing of it/],
    [
      '198.51.100.17 }',
      '198.51.100.17, host: d.example.net, login: ops }',
      /^12 tunnel\.b\.1: of a hub with a list of spokes the hub alone is armed/,
    ],
    ['lease: 3d', 'lease: 3d\npackets: true\nretrieve: [scp]', /a ring of packets takes those of one pair/],
  ])('with %s as %s is refused', (from, to, summary) => {
    expect(HUB).toContain(from);
    const told = mistakes(HUB.replace(from, to));
    expect(told).toHaveLength(1);
    expect(told[0]?.replace(/^\d+ (?!tunnel)/, '')).toMatch(summary);
  });

  it('takes as many as one line of the router holds, and says how many', () => {
    const more = Array.from({ length: 9 }, (_each, index) => `    - { name: spoke-${index}, address: 203.0.113.${100 + index} }\n`).join(
      '',
    );
    const [told = ''] = mistakes(HUB.replace('    - { name: cloud', `${more}    - { name: cloud`));
    expect(told).toMatch(/12 spokes do not fit into one capture of hq: [45] do/);
  });
});

describe('a peer whose address changes', () => {
  const hub = (peers: string, sessions: number | null): PeerFacts => ({
    ...assumeFacts(read(MOVING).playbook.tunnel.a),
    isAssumed: false,
    eemVersion: '4.00',
    ends: readConfiguredEnds(peers),
    sessions,
  });
  const refusals = (text: string, facts: PeerFacts): string[] => {
    const { playbook } = read(text);
    return refusalsOf(playbook, facts, endsOf(playbook, 'a'), 'a');
  };

  it('has no condition at the other end, whose debugs the plan says to be of every peer; its own end is limited as ever', () => {
    const { a, b } = planOf(MOVING).peers;
    expect(linesOf(a.steps, 'condition')).toEqual([]);
    expect(a.warnings.join('\n')).toContain('the debugs of every peer of this router are recorded');
    expect(linesOf(b.steps, 'condition')).toEqual(['debug crypto condition peer ipv4 192.0.2.1']);
    expect(b.warnings.join('\n')).not.toContain('every peer');
    expect(a.snapshots.join()).not.toMatch(/0\.0\.0\.0|dynamic/);
  });

  it('is told from strangers by its session with the router and by its SPI, and its own trap hears of packets to whatever address it has', () => {
    const { a, b } = planOf(MOVING).peers;
    const watchOf = (text: string): string => text.split('!\n').find((each) => each.includes('-WATCH\n')) ?? '';
    expect(watchOf(appletText(a))).not.toContain('string equal');
    expect(watchOf(appletText(a))).toContain('show crypto session | count Peer: $from port');
    expect(watchOf(appletText(b))).not.toContain('show crypto session |');
    expect(watchOf(appletText(a))).toContain('set whose "moved"');
    expect(watchOf(appletText(b))).toMatch(/event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI: \.\*destaddr=" /);
    expect(draftPlan(read(MOVING).playbook, 0).diagnostics).toEqual([]);
  });

  it('writes a tunnel into the applets by which another run knows it again', () => {
    const [standing] = readStanding(appletText(planOf(MOVING).peers.a).replaceAll('\n!\n', '\n'));
    expect(standing?.tunnel).toEqual({ local: '192.0.2.1', remote: '0.0.0.0' });
  });

  it.each([
    [1, []],
    [4, []],
    [5, ['it has 5 peers now']],
    [300, ['it has 300 peers now']],
    [null, ['how many peers it has is not known']],
  ])('is not armed where the other router has %s peers and debugs would be unbounded', (sessions, wanted) => {
    const told = refusals(MOVING, hub('crypto map M 10 ipsec-isakmp dynamic D\n', sessions));
    expect(told).toHaveLength(wanted.length);
    for (const each of wanted) expect(told.join()).toContain(each);
  });

  it('is armed on a hub of any size without debugs', () => {
    const traced = MOVING.replace('strategy: recorder', 'strategy: event-trace\nstrangers: spring').replaceAll(
      /login: ops$/gm,
      'login: ops\n    platform: ios-xe',
    );
    const facts: PeerFacts = {
      ...hub('', 300),
      platform: 'ios-xe',
      traces: [{ id: 'ipsec', isEnabled: false, entries: null, sizeLine: null }],
    };
    expect(refusals(traced, facts)).toEqual([]);
  });

  it.each([
    ['address: 192.0.2.1', 'address: dynamic', 'the addresses of both ends change: neither could find the other'],
    [
      'address: dynamic',
      'address: dynamic\n    natAddress: 203.0.113.1',
      'branch has an address that changes: by which it is seen nobody knows',
    ],
    [
      'lease: 3d',
      'lease: 3d\npackets: true\nretrieve: [scp]',
      'a ring of packets takes those between two addresses, and that of branch changes',
    ],
    ['lease: 3d', 'lease: 3d\nshows: { a: ["show arp {remote}"] }', '`show arp {remote}`: nothing is known for {remote} of hq'],
  ])('with %s as %s is refused', (from, to, summary) => {
    expect(MOVING).toContain(from);
    expect(mistakes(MOVING.replace(from, to)).map((told) => told.replace(/^\d+ /, ''))).toEqual([summary]);
  });

  it('is proven by the line that takes any peer, and by the interface that learns its address', () => {
    const { playbook } = read(MOVING);
    const a = hub(
      'interface GigabitEthernet0/0\n ip address 192.0.2.1 255.255.255.0\n crypto map M\ncrypto dynamic-map D 10\n set transform-set T\ncrypto map M 10 ipsec-isakmp dynamic D\n',
      1,
    );
    const b: PeerFacts = {
      ...hub('interface Dialer0\n ip address negotiated\n crypto map M\ncrypto map M 10 ipsec-isakmp\n set peer 192.0.2.1\n', 1),
      hostname: 'branch',
    };
    const proofs = proveTunnel(playbook, { a, b });
    expect(proofs.a.map(({ standing, claim }) => [standing, claim])).toEqual([
      ['proven', '192.0.2.1 is an address of hq'],
      ['proven', 'hq takes branch from whatever address it has'],
    ]);
    expect(proofs.b[0]).toMatchObject({
      standing: 'proven',
      claim: 'branch has an address that changes',
      because: expect.stringContaining('negotiated'),
    });
    expect(proofs.b[1]).toMatchObject({ standing: 'proven' });
  });
});
