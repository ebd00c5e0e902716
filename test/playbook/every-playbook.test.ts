/** Every playbook, and every trigger with every strategy on every platform: planned, rendered, linted, parsed back. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { loadTemplates } from '../../src/applet/load.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { appletText } from '../../src/cli/draft.ts';
import { PLATFORMS, type PlatformId } from '../../src/ios/platforms/index.ts';
import { checkTrigger } from '../../src/playbook/check-trigger.ts';
import { assumeFacts, type PeerFacts } from '../../src/playbook/facts.ts';
import { makePlan } from '../../src/playbook/make-plan.ts';
import { roomStep } from '../../src/playbook/make-room.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { STRATEGIES } from '../../src/playbook/strategies/index.ts';
import { TRIGGERS } from '../../src/playbook/triggers/index.ts';
import { refusalsOf } from '../../src/playbook/warnings.ts';

const FILES = readdirSync('playbooks').filter((name) => name.endsWith('.yaml'));

function read(file: string): Playbook {
  const { playbook, diagnostics } = parsePlaybook(readFileSync(`playbooks/${file}`, 'utf8'), file);
  expect(diagnostics).toEqual([]);
  if (playbook === undefined) throw new Error(file);
  return playbook;
}

function complaintsOf(playbook: Playbook, platform: PlatformId): string[] {
  const facts = { a: { ...assumeFacts(playbook.tunnel.a), platform }, b: { ...assumeFacts(playbook.tunnel.b), platform } };
  const { peers } = makePlan(playbook, facts, loadTemplates(), { nowMs: 0 });
  return [peers.a, peers.b].flatMap((peer) => {
    const text = appletText(peer);
    const { applets, diagnostics } = parseApplets(text, 'x.cfg');
    expect(diagnostics).toEqual([]);
    expect(applets.length).toBeGreaterThanOrEqual(3);
    return lintText(text, 'x.cfg').map(({ code, summary }) => `${code}: ${summary}`);
  });
}

describe.each(FILES)('the playbook %s', (file) => {
  it.each(Object.keys(PLATFORMS) as PlatformId[])('is sound on %s', (platform) => {
    const playbook = read(file);
    expect(complaintsOf(playbook, platform)).toEqual([]);
    expect(checkTrigger(playbook)).toEqual([]);
  });
});

describe.each(Object.keys(TRIGGERS) as (keyof typeof TRIGGERS)[])('the trigger %s', (trigger) => {
  it.each(Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[])('with the strategy %s gives applets without a hazard', (strategy) => {
    const playbook: Playbook = { ...read('tunnel-flaps.yaml'), trigger, strategy };
    const complaints = complaintsOf(playbook, 'ios-xe').filter(
      (complaint) => strategy !== 'after' || !complaint.startsWith('debug-too-late'),
    );
    expect(complaints).toEqual([]);
    expect(checkTrigger(playbook)).toEqual([]);
  });
});

it.each(['orchestrator', 'snmp', 'none'] as const)('the other end called by %s gives applets without a hazard', (signal) => {
  expect(complaintsOf({ ...read('tunnel-flaps.yaml'), signal }, 'ios')).toEqual([]);
});

describe('room on the flash', () => {
  const playbook = read('tunnel-flaps.yaml');
  const facts = (flashFreeBytes: number): PeerFacts => ({
    ...assumeFacts(playbook.tunnel.a),
    flashFreeBytes,
    ownFiles: [
      { name: 'flaptrap-00000001-show_logging.txt', sizeBytes: 4_000_000 },
      { name: 'flaptrap-00000002-show_logging.txt', sizeBytes: 4_000_000 },
    ],
  });

  it('is made from our own oldest files, as many as it takes', () => {
    expect(roomStep(playbook, facts(17_000_000))?.lines).toEqual(['delete /force flash:flaptrap-00000001-show_logging.txt']);
    expect(roomStep(playbook, facts(15_000_000))?.lines).toHaveLength(2);
    expect(roomStep(playbook, facts(20_000_000))).toBeUndefined();
  });

  it('that our own files do not give is a refusal', () => {
    expect(refusalsOf(playbook, facts(13_000_000))).toEqual([]);
    expect(refusalsOf(playbook, facts(11_000_000)).join()).toContain('flash has 11000000 bytes free');
  });
});

it('the strategy after is warned of: the cause will not be on record', () => {
  const playbook: Playbook = { ...read('tunnel-flaps.yaml'), strategy: 'after' };
  expect(complaintsOf(playbook, 'ios').filter((complaint) => complaint.startsWith('debug-too-late')).length).toBeGreaterThan(0);
});

it.each([
  ['the trigger qfp-drops', { trigger: 'qfp-drops' }],
  ['the strategy event-trace', { strategy: 'event-trace' }],
] as const)('%s is refused on a platform that does not know it', (what, change) => {
  const playbook: Playbook = { ...read('tunnel-flaps.yaml'), ...change };
  const facts = { ...assumeFacts(playbook.tunnel.a), platform: 'ios' as const };
  expect(refusalsOf(playbook, facts).join()).toContain(`${what} works on ios-xe only, this is ios`);
});
