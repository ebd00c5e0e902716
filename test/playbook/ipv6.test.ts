/** A tunnel over IPv6: its condition, its trap and what takes both off again; what of it is not certain is said before it is armed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { loadTemplates } from '../../src/applet/load.ts';
import { readConditions } from '../../src/ios/shows/debugging.ts';
import { checkTrigger } from '../../src/playbook/check-trigger.ts';
import { assumeFacts } from '../../src/playbook/facts.ts';
import { makePlan } from '../../src/playbook/make-plan.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { TRIGGERS } from '../../src/playbook/triggers/index.ts';
import { isUndoLine } from '../../src/playbook/undo-lines.ts';
import { appletText } from '../../src/run/draft.ts';

const DEFAULT = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8');
const IPV6 = DEFAULT.replace('192.0.2.1 #', '2001:DB8:0::1 #').replace('address: 198.51.100.1', 'address: 2001:db8:1::1');

const parse = (text: string) => parsePlaybook(text, 'x.yaml');

function plan(text: string) {
  const { playbook } = parse(text);
  if (playbook === undefined) throw new Error('refused');
  const facts = { a: assumeFacts(playbook.tunnel.a), b: { ...assumeFacts(playbook.tunnel.b), platform: 'ios-xe' as const } };
  return { playbook, peers: makePlan(playbook, facts, loadTemplates(), { nowMs: 0 }).peers };
}

it('is accepted in any spelling, with a warning of what no router has shown yet', () => {
  const { playbook, diagnostics } = parse(IPV6);
  expect(playbook?.tunnel.a.address).toBe('2001:db8::1');
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
  expect(diagnostics[0]?.summary).toContain('not known for certain');
});

it('has a condition of its own family, and its undo is one that flaptrap may type', () => {
  const { peers } = plan(IPV6);
  const condition = peers.a.steps.find(({ kind }) => kind === 'condition');
  expect(condition?.lines).toEqual(['debug crypto condition peer ipv6 2001:db8:1::1']);
  expect(condition?.undo.lines).toEqual(['no debug crypto condition peer ipv6 2001:db8:1::1']);
  expect(condition?.undo.lines.every((line) => isUndoLine('exec', line))).toBe(true);
  expect(isUndoLine('exec', 'no debug crypto condition peer ipv6 x; reload')).toBe(false);
});

it('the condition is read back where it is shown, and no time of day is taken for one', () => {
  expect(readConditions('IKE peer IP address filters:\n2001:DB8:1::1\n198.51.100.1\n10:15:24.123 flag:     OFF')).toEqual([
    '198.51.100.1',
    '2001:db8:1::1',
  ]);
});

describe.each(Object.keys(TRIGGERS) as (keyof typeof TRIGGERS)[])('its trap with the trigger %s', (trigger) => {
  it('has no hazard, and springs on messages about IPv6 alone', () => {
    const { playbook, peers } = plan(IPV6);
    const changed = { ...playbook, trigger };
    expect(checkTrigger(changed)).toEqual([]);
    for (const peer of [peers.a, peers.b]) expect(lintText(appletText(peer), 'x.cfg')).toEqual([]);
  });
});

it('an end of each family is refused', () => {
  const { playbook, diagnostics } = parse(DEFAULT.replace('address: 198.51.100.1', 'address: 2001:db8:1::1'));
  expect(playbook).toBeUndefined();
  expect(diagnostics.map(({ summary }) => summary).join()).toContain('are not the two ends of one tunnel');
});

it('an IPv6 peer without a fixed address is refused once, with the reason and with what to write', () => {
  const moving = DEFAULT.replace('address: 192.0.2.1', 'address: 2001:db8::1').replace('address: 198.51.100.1', 'address: dynamic');
  const { playbook, diagnostics } = parse(moving);
  expect(playbook).toBeUndefined();
  expect(diagnostics.map(({ summary, detail }) => `${summary}; ${detail}`)).toEqual([
    'address: dynamic is for IPv4: how a message about IPv6 names its sender is not known for certain; write the address that it has now',
  ]);
});
