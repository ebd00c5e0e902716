/** What a trap lets pass is said before it is armed. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadTemplates } from '../../src/applet/load.ts';
import { readConfiguredEnds } from '../../src/ios/configured-ends.ts';
import { sayUnsprung } from '../../src/playbook/default-traps.ts';
import { assumeFacts } from '../../src/playbook/facts.ts';
import { makePlan } from '../../src/playbook/make-plan.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';

function read(name: string): Playbook {
  const { playbook } = parsePlaybook(readFileSync(`playbooks/${name}.yaml`, 'utf8'), name);
  if (playbook === undefined) throw new Error(`no playbook ${name}`);
  return playbook;
}

it('the plan of both routers says which causes its trap lets pass, and what would take them', () => {
  const playbook = read('tunnel-flaps');
  const facts = { a: assumeFacts(playbook.tunnel.a), b: assumeFacts(playbook.tunnel.b) };
  const { peers } = makePlan(playbook, facts, loadTemplates(), { nowMs: 0 });
  for (const { warnings } of [peers.a, peers.b]) {
    expect(warnings.join('\n')).toMatch(/^peer-reloaded: a reload takes the trap .* along/m);
    expect(warnings.join('\n')).toMatch(/^foreign-traffic, nat-exemption: .*`strangers: spring` takes it$/m);
  }
});

it('another peer that the trap has to tell apart makes it another plan', () => {
  const playbook = read('tunnel-flaps');
  const digestWith = (configuration: string): string => {
    const ends = readConfiguredEnds(configuration);
    const facts = { a: { ...assumeFacts(playbook.tunnel.a), ends }, b: assumeFacts(playbook.tunnel.b) };
    return makePlan(playbook, facts, loadTemplates(), { nowMs: 0 }).digest;
  };
  expect(digestWith('crypto isakmp key K address 203.0.113.9\n')).not.toBe(digestWith('crypto isakmp key K address 203.0.113.8\n'));
});

it('a peer that has moved is among them where no debug prints the SPIs made for it', () => {
  const playbook = read('tunnel-flaps');
  expect(sayUnsprung({ ...playbook, strategy: 'event-trace' }).join()).toContain('stale-nhrp');
  expect(sayUnsprung({ ...playbook, debugs: ['isakmp'] }).join()).toContain('stale-nhrp');
  expect(sayUnsprung(playbook).join()).not.toContain('stale-nhrp');
});

it('a trap that takes strangers lets none of them pass', () => {
  expect(sayUnsprung(read('unknown-sender')).join()).not.toContain('foreign-traffic');
});
