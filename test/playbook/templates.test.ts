/** The templates as they are shipped, and what they are given. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../src/applet/load.ts';
import { readConfiguredEnds } from '../../src/ios/configured-ends.ts';
import { SIDES, type Side } from '../../src/ipsec/side.ts';
import { contextOf } from '../../src/playbook/contexts.ts';
import { assumeFacts } from '../../src/playbook/facts.ts';
import { endsOf } from '../../src/playbook/make-plan.ts';
import { ROLES, rolesOf } from '../../src/playbook/ownership.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { isManaged, type Playbook } from '../../src/playbook/playbook.ts';
import type { PeerRequest } from '../../src/playbook/request.ts';
import { settingSteps } from '../../src/playbook/steps.ts';
import { STRATEGIES } from '../../src/playbook/strategies/index.ts';
import { TRIGGERS } from '../../src/playbook/triggers/index.ts';
import { namesOf, namesUsed } from './template-names.ts';

const { templates, partials } = loadTemplates();

it('the freezing applet logs the mark by which the analysis believes in silence, right before it saves the log', () => {
  const lines = (templates['watch'] ?? '').split('\n');
  const mark = lines.findIndex((line) => line.includes('{{tailMark}}'));
  expect(mark).toBeGreaterThan(lines.findIndex((line) => line.includes('wait')));
  expect(lines[mark + 1]).toBe('{{#each records}}');
});

/** Every trigger with every strategy and every way to call the other end. */
function playbooks(): Playbook[] {
  const { playbook } = parsePlaybook(readFileSync('playbooks/tunnel-flaps.yaml', 'utf8'), 'tunnel-flaps.yaml');
  if (playbook === undefined) throw new Error('no playbook');
  const budget = { ...playbook.budget, cpuPercent: 80 };
  return (Object.keys(TRIGGERS) as (keyof typeof TRIGGERS)[]).flatMap((trigger) =>
    (Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[]).flatMap((strategy) =>
      (['orchestrator', 'snmp', 'none'] as const).map((signal) => ({
        ...playbook,
        trigger,
        strategy,
        signal,
        budget,
        probe: true,
        packets: signal === 'none',
      })),
    ),
  );
}

function requestOf(playbook: Playbook, side: Side): PeerRequest {
  const peer = playbook.tunnel[side];
  if (!isManaged(peer)) throw new Error('this playbook has two routers');
  // Another peer of this router, which the trap tells apart.
  const ends = readConfiguredEnds('crypto isakmp key K address 203.0.113.9\n');
  const facts = { ...assumeFacts(peer), ends };
  return {
    playbook,
    side,
    peer,
    ends: endsOf(playbook, side),
    facts,
    captureId: '7f3a9c01',
    digest: '0123456789abcdef0123',
    leaseEndsAt: '2026-03-12T18:22:10.000Z',
    templates: { templates, partials },
    settings: settingSteps(playbook, { ...facts, bufferBytes: 4096 }),
    proof: [],
  };
}

const contexts = playbooks().flatMap((playbook) =>
  SIDES.flatMap((side) => rolesOf(playbook).map((role) => contextOf(requestOf(playbook, side), role))),
);

describe.each(Object.keys(templates))('the template %s', (template) => {
  const used = namesUsed(templates[template] ?? '', partials);
  const given = new Set(contexts.filter((each) => each.template === template).flatMap(({ context }) => namesOf(context)));

  it('uses no name that it is not given', () => {
    // What holds others is given by what it holds.
    const isGiven = (name: string): boolean => given.has(name) || [...given].some((each) => each.startsWith(`${name}.`));
    expect([...used].filter((name) => !isGiven(name))).toEqual([]);
  });

  it('is given no name that it does not use', () => {
    expect([...given].filter((name) => !used.has(name))).toEqual([]);
  });
});

it('every role has its template, and every template its role', () => {
  expect([...new Set(contexts.map(({ template }) => template))].sort()).toEqual(Object.keys(templates).sort());
  expect([...new Set(playbooks().flatMap(rolesOf))].sort()).toEqual([...ROLES].sort());
});

it('every partial is used', () => {
  const named = [...Object.values(templates), ...Object.values(partials)].join('\n').matchAll(/\{\{> ([\w-]+)/g);
  const files = readdirSync('templates/partials').map((name) => name.replace(/\.hbs$/, ''));
  expect([...new Set([...named].map(([, name]) => name))].sort()).toEqual(files.sort());
});
