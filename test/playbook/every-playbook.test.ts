/** Every playbook, and every trigger with every strategy on every platform: planned, rendered, linted, parsed back. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { loadTemplates } from '../../src/applet/load.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { PLATFORMS, type PlatformId } from '../../src/ios/platforms/index.ts';
import { checkTrigger } from '../../src/playbook/check-trigger.ts';
import { assumeFacts, type PeerFacts } from '../../src/playbook/facts.ts';
import { endsOf, makePlan } from '../../src/playbook/make-plan.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { managedOf } from '../../src/playbook/plan.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { STRATEGIES } from '../../src/playbook/strategies/index.ts';
import { TRIGGERS } from '../../src/playbook/triggers/index.ts';
import { refusalsOf } from '../../src/playbook/warnings.ts';
import { appletText } from '../../src/run/draft.ts';

const FILES = readdirSync('playbooks').filter((name) => name.endsWith('.yaml'));

function read(file: string): Playbook {
  const { playbook, diagnostics } = parsePlaybook(readFileSync(`playbooks/${file}`, 'utf8'), file);
  expect(diagnostics).toEqual([]);
  if (playbook === undefined) throw new Error(file);
  return playbook;
}

function complaintsOf(playbook: Playbook, platform: PlatformId): string[] {
  const facts = { a: { ...assumeFacts(playbook.tunnel.a), platform }, b: { ...assumeFacts(playbook.tunnel.b), platform } };
  const plan = makePlan(playbook, facts, loadTemplates(), { nowMs: 0 });
  return managedOf(plan).flatMap((side) => {
    const peer = plan.peers[side];
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

describe('the flash', () => {
  const playbook = read('tunnel-flaps.yaml');
  const facts = (flashFreeBytes: number, files: number): PeerFacts => ({
    ...assumeFacts(playbook.tunnel.a),
    flashFreeBytes,
    ownFiles: Array.from({ length: files }, (_none, index) => ({
      name: `flaptrap-0000000${index}-show_logging.txt`,
      sizeBytes: 4_000_000,
    })),
  });

  it('must have as much free as the budget says', () => {
    expect(refusalsOf(playbook, facts(20_000_000, 2), endsOf(playbook, 'a'), 'a')).toEqual([]);
    expect(refusalsOf(playbook, facts(19_000_000, 0), endsOf(playbook, 'a'), 'a').join()).toContain('flash has 19000000 bytes free');
  });

  it('is not cleared of evidence that nobody has read: its files are named, and how to bring them home', () => {
    const [refusal = ''] = refusalsOf(playbook, facts(13_000_000, 2), endsOf(playbook, 'a'), 'a');
    expect(refusal).toContain('2 files of earlier captures use 8000000 bytes: `flaptrap collect` fetches them');
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
  expect(refusalsOf(playbook, facts, endsOf(playbook, 'a'), 'a').join()).toContain(`${what} works on ios-xe only, this is ios`);
});
