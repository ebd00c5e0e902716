/** A peer that is not ours: what a playbook says of it, what is refused, and what its operator is asked for. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../src/applet/load.ts';
import { assumeFacts } from '../../src/playbook/facts.ts';
import { FOREIGN_VENDORS } from '../../src/playbook/foreign.ts';
import { makePlan } from '../../src/playbook/make-plan.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { managedOf, type Plan } from '../../src/playbook/plan.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { VENDORS } from '../../src/vendors/families/index.ts';

const CLOUD = readFileSync('playbooks/cloud-end.yaml', 'utf8');
const [PEER = ''] = /\{ name: cloud.*\}/.exec(CLOUD) ?? [];

function parse(peer: string, more = ''): { playbook?: Playbook | undefined; told: string[] } {
  expect(CLOUD).toContain(PEER);
  const { playbook, diagnostics } = parsePlaybook(`${CLOUD.replace(PEER, peer)}${more}`, 'x.yaml');
  return { playbook, told: diagnostics.map(({ line, column, summary }) => `${line}:${column} ${summary}`) };
}

function planOf(peer = PEER): Plan {
  const { playbook } = parse(peer);
  if (playbook === undefined) throw new Error(peer);
  const facts = { a: assumeFacts(playbook.tunnel.a), b: assumeFacts(playbook.tunnel.b) };
  return makePlan(playbook, facts, loadTemplates(), { nowMs: 0 });
}

describe('a peer that is half ours', () => {
  const half = (keys: string): string => `{ name: cloud, address: 198.51.100.1${keys} }`;

  it.each([
    [', vendor: other, host: c.example.net', 'tunnel.b: vendor says that this peer is not ours, and host is for a router of ours'],
    [', vendor: asa, login: ops', 'tunnel.b: vendor says that this peer is not ours, and login is for a router of ours'],
    [
      ', vendor: asa, host: c.example.net, login: ops, port: 22',
      'tunnel.b: vendor says that this peer is not ours, and host, login and port are for a router of ours',
    ],
    [', vendor: ios, platform: ios-xe', 'tunnel.b: vendor says that this peer is not ours, and platform is for a router of ours'],
    [', host: c.example.net', 'tunnel.b.login: is missing'],
    [', login: ops', 'tunnel.b.host: is missing'],
    ['', 'tunnel.b: neither host and login, nor vendor'],
  ])('with "%s" is refused once, at its place', (keys, summary) => {
    const { playbook, told } = parse(half(keys));
    expect(playbook).toBeUndefined();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^10:\d+ /);
    expect(told[0]?.replace(/^\S+ /, '')).toBe(summary);
  });

  it('does not hide what is wrong elsewhere', () => {
    const { told } = parse(half(''), 'nonsense: 1\n');
    expect(told.join('\n')).toContain('unknown key `nonsense`');
  });

  it('of a vendor that nobody knows is refused with those that are known', () => {
    expect(parse(half(', vendor: acme')).told.join()).toMatch(/tunnel\.b\.vendor: expected one of .*strongswan/);
  });
});

describe('a playbook with a peer that is not ours', () => {
  it('needs one router that is', () => {
    const text = CLOUD.replace('host: hq.example.net, address: 192.0.2.1, login: ops', 'address: 192.0.2.1, vendor: asa');
    const { diagnostics } = parsePlaybook(text, 'x.yaml');
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['neither peer is ours: there is no router to arm']);
  });

  it('types no shows there, and calls nobody there', () => {
    expect(parse(PEER, 'shows: { b: [show version] }\n').told.join()).toContain('cloud is not ours: nobody types shows there');
    expect(parse(PEER, 'signal: snmp\n').told.join()).toContain('signal: snmp calls the other router, and cloud is not ours');
    expect(parse(PEER, 'shows: [show ip route]\n').told).toEqual([]);
  });

  it('plans our router as ever, and for the peer no step, no file and no applet', () => {
    const plan = planOf();
    expect(managedOf(plan)).toEqual(['a']);
    expect(plan.peers.a.steps.map(({ id }) => id)).toEqual(expect.arrayContaining(['guard', 'watch', 'condition', 'debug-ikev2']));
    expect(plan.peers.b).toMatchObject({ steps: [], files: [], snapshots: [], callApplet: '', foreign: { vendor: 'other' } });
    expect(plan.peers.b.probe).toBeUndefined();
    expect(plan.tunnel.b).toEqual({ name: 'cloud', address: '198.51.100.1' });
  });

  it('has the same plan for the same playbook, and another for another vendor', () => {
    expect(planOf().digest).toBe(planOf().digest);
    expect(planOf().digest).not.toBe(planOf(PEER.replace('other', 'asa')).digest);
  });
});

describe.each(Object.keys(FOREIGN_VENDORS) as (keyof typeof FOREIGN_VENDORS)[])('the vendor %s', (vendor) => {
  it('is asked in its own words, about the address under which it knows our router', () => {
    const { foreign } = planOf(PEER.replace('other', vendor)).peers.b;
    const known = Object.entries(VENDORS).find(([id]) => id === vendor)?.[1].ask;
    for (const word of [known?.log, known?.sas])
      expect(foreign?.ask).toContain((word ?? FOREIGN_VENDORS[vendor].ask).replaceAll('ADDRESS', '192.0.2.1'));
    expect(foreign?.ask).not.toContain('ADDRESS');
  });
});
