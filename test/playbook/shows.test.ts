/** What is asked of a router at the trigger: by side, with the tunnel's names filled in, one filter at most, and never longer than its applet may run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../src/applet/load.ts';
import { neededCommands } from '../../src/capture/needed-commands.ts';
import { readConfiguredEnds } from '../../src/ios/configured-ends.ts';
import { assumeFacts, type PeerFacts } from '../../src/playbook/facts.ts';
import { makePlan } from '../../src/playbook/make-plan.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { PeerPlan } from '../../src/playbook/plan.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { RECIPES } from '../../src/playbook/recipes/index.ts';
import { whyNoShow } from '../../src/playbook/show-command.ts';
import { showsOf } from '../../src/playbook/shows.ts';

const DEFAULT = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8');

function parse(lines: string, text = DEFAULT): { playbook: Playbook; told: string[] } {
  const { playbook, diagnostics } = parsePlaybook(`${text}\n${lines}\n`, 'x.yaml');
  return { playbook: playbook as Playbook, told: diagnostics.map(({ summary }) => summary) };
}

function factsWith(playbook: Playbook, proof: string | undefined, platform: PeerFacts['platform'] = 'ios'): PeerFacts {
  const ends = proof === undefined ? null : readConfiguredEnds(readFileSync(`test/playbook/proofs/${proof}.cfg`, 'utf8'));
  return { ...assumeFacts(playbook.tunnel.a), platform, ends };
}

const askedAtA = (playbook: Playbook, facts: PeerFacts): string[] => showsOf({ playbook, side: 'a', facts }).typed;

function planned(playbook: Playbook): Record<'a' | 'b', PeerPlan> {
  const facts = { a: assumeFacts(playbook.tunnel.a), b: assumeFacts(playbook.tunnel.b) };
  return makePlan(playbook, facts, loadTemplates(), { nowMs: 0 }).peers;
}

describe('a show of a playbook', () => {
  it.each([
    'show crypto ipsec sa peer {remote} detail',
    'show ip route vrf {vrf} {remote}',
    'show ip route | include {remote}',
    'show running-config | section ^interface {interface}$',
    'show processes cpu | exclude 0[.]00%',
    'show access-lists | begin TUNNEL',
    'show crypto ipsec sa | count current_peer',
  ])('may be %s', (command) => expect(whyNoShow(command)).toBeUndefined());

  it.each([
    ['clear crypto sa', 'expected a show command'],
    ['SHOW clock', 'expected a show command'],
    ['show clock" | redirect flash:x', 'without quotes'],
    ['show ip route | include "x"', 'without quotes'],
    ['show clock | redirect flash:x', 'is not a filter'],
    ['show clock | append flash:x', 'is not a filter'],
    ['show clock | tee flash:x', 'is not a filter'],
    ['show clock | include a | include b', 'one pipe at most'],
    ['show clock | include a|redirect flash:x', 'one pipe at most'],
    ['show clock | include', 'needs what to look for'],
    ['show clock |', 'is not a filter'],
    ['show ip route ?', 'one show command'],
    ['show clock | include x?', 'question marks'],
    ['show clock\nreload', 'one show command'],
    ['show clock ; reload', 'one show command'],
    ['show clock $_event_id', 'one show command'],
    ['show clock > x', 'one show command'],
    ['show {peer}', '{peer} is not known'],
    ['show {remote', 'a brace is left open'],
  ])('may not be %j', (command, why) => expect(whyNoShow(command)).toContain(why));

  it('is refused by the playbook at its place, with the reason', () => {
    const { diagnostics } = parsePlaybook(`${DEFAULT}\nshows: [show clock | redirect flash:x]\n`, 'x.yaml');
    expect(diagnostics.map(({ line, column }) => `${line}:${column}`)).toEqual(['31:9']);
    expect(diagnostics[0]?.summary).toContain('is not a filter that may stand here');
  });
});

describe('shows by side', () => {
  it('ask each router with its own names', () => {
    const { playbook } = parse('shows: { a: ["show arp {remote}"], b: ["show arp {local}", "show users"] }\nevidence: []');
    expect(planned(playbook).a.snapshots).toEqual(['show arp 198.51.100.1']);
    expect(planned(playbook).b.snapshots).toEqual(['show arp 198.51.100.1', 'show users']);
  });

  it('a list for both serves both', () => {
    const { playbook } = parse('shows: ["show arp {remote}"]\nevidence: []');
    expect([planned(playbook).a.snapshots, planned(playbook).b.snapshots]).toEqual([['show arp 198.51.100.1'], ['show arp 192.0.2.1']]);
  });

  it('a name that nobody gave is told, for the side that lacks it', () => {
    const named = DEFAULT.replace('address: 192.0.2.1', 'interface: Tunnel0\n    address: 192.0.2.1');
    expect(parse('shows: ["show interfaces {interface}"]', named).told).toEqual([
      '`show interfaces {interface}`: nothing is known for {interface} of branch',
    ]);
    expect(parse('shows: { a: ["show interfaces {interface}"] }', named).told).toEqual([]);
    expect(parse('shows: ["show ip vrf | include {vrf}"]').told).toHaveLength(2);
  });

  it.each([
    ['show ip route vrf {vrf} 10.1.0.0', 'show ip route vrf BLUE 10.1.0.0', 'show ip route 10.1.0.0'],
    ['show ip route vrf {fvrf} {remote}', 'show ip route vrf WAN 198.51.100.1', 'show ip route 198.51.100.1'],
    ['show crypto session fvrf {fvrf} ivrf {ivrf} detail', 'show crypto session fvrf WAN ivrf BLUE detail', 'show crypto session detail'],
    ['show ip vrf {vrf}', 'show ip vrf BLUE', 'show ip vrf'],
    ['show vrf {ivrf}', 'show vrf BLUE', 'show vrf'],
    ['show ip vrf interfaces {vrf}', 'show ip vrf interfaces BLUE', 'show ip vrf interfaces'],
    ['show crypto ipsec sa vrf {vrf}', 'show crypto ipsec sa vrf BLUE', 'show crypto ipsec sa'],
  ])('%s is asked with its VRF, and without the words where there is none', (command, within, without) => {
    const vrf = DEFAULT.replace('address: 192.0.2.1', 'vrf: BLUE\n    frontVrf: WAN\n    address: 192.0.2.1');
    const { playbook, told } = parse(`shows: ["${command}"]\nevidence: []`, vrf);
    expect(told).toEqual([]);
    expect(planned(playbook).a.snapshots).toEqual([within]);
    expect(planned(playbook).b.snapshots).toEqual([without.replace('198.51.100.1', '192.0.2.1')]);
  });

  it('are not saved twice where an evidence set asks the same', () => {
    const { playbook } = parse('shows: [show crypto session detail]');
    expect(planned(playbook).a.snapshots.filter((command) => command === 'show crypto session detail')).toHaveLength(1);
  });

  it('with a filter are typed by flaptrap and never by an applet, which needs the one pipe for its file', () => {
    const { playbook } = parse('shows: ["show ip route | include {remote}"]');
    const { a } = planned(playbook);
    expect(a.snapshots).toContain('show ip route | include 198[.]51[.]100[.]1');
    expect(a.files.map(({ command }) => command).join()).not.toContain('show ip route |');
    expect(a.steps.flatMap(({ lines }) => lines).filter((line) => /\|.*\|/.test(line))).toEqual([]);
  });

  it('are in the recipes of an account without anybody adding them', () => {
    const { playbook } = parse('shows: ["show access-lists | include {remote}"]');
    expect(RECIPES.tacacs.print(neededCommands(planned(playbook).a)).join('\n')).toContain('"^access-lists');
  });
});

describe('evidence sets', () => {
  const { playbook } = parse('');

  it('follow the version of IKE that the configuration tells, not only the debugs', () => {
    expect(askedAtA(playbook, factsWith(playbook, 'map-ikev1')).join()).not.toContain('ikev2');
    const asked = askedAtA(playbook, factsWith(playbook, 'map-ikev2')).join();
    expect(asked).toContain('show crypto ikev2 sa detailed');
    expect(asked).not.toContain('isakmp');
  });

  it('take in NHRP on a DMVPN, the other router where the address is shared, the data plane on IOS XE', () => {
    expect(askedAtA(playbook, factsWith(playbook, 'dmvpn-spoke'))).toContain('show ip nhrp');
    expect(askedAtA(playbook, factsWith(playbook, 'hsrp'))).toContain('show standby');
    expect(askedAtA(playbook, factsWith(playbook, 'map-ikev1', 'ios-xe')).join()).toContain('qfp active statistics drop');
    expect(askedAtA(playbook, factsWith(playbook, 'map-ikev1')).join()).not.toMatch(/nhrp|standby|qfp/);
  });

  it('look for the translations of the peer where a NAT stands between', () => {
    const nat = parse('', DEFAULT.replace('address: 198.51.100.1', 'address: 198.51.100.1\n    natAddress: 203.0.113.7')).playbook;
    expect(askedAtA(nat, factsWith(nat, undefined))).toContain('show ip nat translations | include 203[.]0[.]113[.]7');
  });

  it('are narrowed to the peer on a hub, in the front VRF where there is one', () => {
    const facts = factsWith(playbook, 'dmvpn-hub');
    expect(askedAtA(playbook, facts)).toContain('show crypto ipsec sa peer 198.51.100.1 detail');
    const front = parse('', DEFAULT.replace('address: 192.0.2.1', 'frontVrf: WAN\n    address: 192.0.2.1')).playbook;
    expect(askedAtA(front, facts)).toContain('show crypto ipsec sa peer vrf WAN 198.51.100.1 detail');
    expect(askedAtA(front, facts)).toContain('show ip route vrf WAN 198.51.100.1');
  });

  it('that the playbook names are taken as they are', () => {
    const named = parse('evidence: [ha]').playbook;
    expect(askedAtA(named, factsWith(named, 'map-ikev1'))).toEqual(['show standby', 'show vrrp', 'show redundancy']);
  });

  it('are within the time that the applet may run, which a hub makes longer', () => {
    const maxrunOf = (proof: string): number => {
      const facts = { a: factsWith(playbook, proof), b: factsWith(playbook, proof) };
      const { a } = makePlan(playbook, facts, loadTemplates(), { nowMs: 0 }).peers;
      const watch = a.steps.find(({ id }) => id === 'watch')?.lines.join('\n') ?? '';
      const shown = showsOf({ playbook, side: 'a', facts: facts.a }).frozen.reduce((sum, { seconds }) => sum + seconds, 0);
      const maxrun = Number(/ maxrun (\d+)/.exec(watch)?.[1]);
      expect(maxrun).toBeGreaterThan(shown + playbook.tailSeconds);
      return maxrun;
    };
    expect(maxrunOf('dmvpn-hub')).toBeGreaterThan(maxrunOf('map-ikev1'));
  });

  it('make another plan where the configuration asks for other shows', () => {
    const digestWith = (proof: string): string =>
      makePlan(playbook, { a: factsWith(playbook, proof), b: factsWith(playbook, undefined) }, loadTemplates(), { nowMs: 0 }).digest;
    expect(digestWith('hsrp')).not.toBe(digestWith('map-ikev1'));
  });
});

it('a front VRF is filled into shows, and what the debug condition makes of it is said', () => {
  const front = parse('', DEFAULT.replace('address: 192.0.2.1', 'frontVrf: WAN\n    address: 192.0.2.1')).playbook;
  expect(planned(front).a.warnings.join()).toContain('names 198.51.100.1 in whatever VRF');
  expect(planned(front).b.warnings.join()).not.toContain('VRF');
});
