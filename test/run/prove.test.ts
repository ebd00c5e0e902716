/** A proof on the lab: what holds there is said to hold, what is made false is said to be false, and nothing is left. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileStore } from '../../src/capture/file-store.ts';
import { readCards, sayProven, writeCard } from '../../src/cli/proven-cards.ts';
import type { DoubtId } from '../../src/lab/doubts/index.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { openRun } from '../../src/run/context.ts';
import { labTargets, openLab } from '../../src/run/open-lab.ts';
import { type Card, proveRouter } from '../../src/run/prove.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

async function proveOn(doubts: readonly DoubtId[], before?: (lab: Awaited<ReturnType<typeof openLab>>) => void) {
  const { playbook } = parsePlaybook(readFileSync('playbooks/tunnel-flaps.yaml', 'utf8'), 'tunnel-flaps');
  if (playbook === undefined) throw new Error('no playbook');
  const lab = await openLab(playbook, { receiver: 'b', seed: 1, offset: 0, speed: 120, doubts }, Date.UTC(2026, 10, 24, 10));
  before?.(lab);
  const { clock } = lab;
  const context = openRun(
    playbook,
    {
      say: () => undefined,
      ask: async () => false,
      stop: new AbortController().signal,
      clock: { now: () => clock.now(), monotonic: () => clock.now(), sleep: (ms, signal) => clock.sleep(ms, signal) },
      journal: new FileStore(join(FOLDER, 'state')),
      nonce: () => '0123abcd',
    },
    { targets: labTargets(lab, playbook) },
  );
  try {
    const card = await proveRouter(context, 'a').catch((error: unknown) => error);
    return { card: card as Card, error: card, residue: lab.residue('a'), debugs: [...lab.a.router.debugs] };
  } finally {
    await lab.close();
  }
}

const idsOf = ({ trials }: Card, held: boolean | null): string[] => trials.filter((each) => each.held === held).map(({ belief }) => belief);

describe('a router on which everything holds', () => {
  it('is said to be so, in a card without a host name, and nothing is left on it', async () => {
    const { card, residue } = await proveOn([]);
    expect([idsOf(card, false), idsOf(card, null)]).toEqual([[], []]);
    expect(card.trials.length).toBeGreaterThanOrEqual(25);
    expect(card).toMatchObject({ schema: 'flaptrap.card/1', platform: 'ios' });
    expect(residue).toEqual({ applets: [], debugs: [], conditions: [], files: [] });
  });

  it('gives a card that is found again for its release, and for no other', async () => {
    const { card } = await proveOn([]);
    const folder = join(FOLDER, 'proven');
    writeCard(folder, card);
    const router = { hostname: 'hq', platform: card.platform, version: card.release };
    expect(sayProven(readCards(folder), router)).toEqual([expect.stringContaining('beliefs hold, none is false')]);
    expect(sayProven(readCards(folder), { ...router, version: 'Cisco IOS Software, Version 15.9' })).toEqual([]);
    expect(readCards(join(FOLDER, 'nothing'))).toEqual([]);
  });
});

describe('a router on which a belief does not hold', () => {
  it.each([
    'append-works',
    'condition-words',
    'debug-show-words',
    'enable-needs-no-password',
    'file-system-writes',
    'hash-words',
    'history-words',
    'logging-header-words',
    'pub-sec-is-unix',
    'regexp-is-there',
    'removed-run-goes-on',
    'run-by-name-runs',
    'run-by-name-waits',
    'syslog-detector-hears',
    'timer-rings',
    'uptime-words',
    'version-words',
  ] as const)('says that %s is false, or that it could not be seen, and leaves nothing unnamed', async (id) => {
    const { card, error, residue, debugs } = await proveOn([id]);
    if (error instanceof Error) {
      expect(error).toMatchObject({ code: 'left-behind' });
      return;
    }
    expect(idsOf(card, true)).not.toContain(id);
    expect(idsOf(card, false).length).toBeGreaterThan(0);
    expect([residue, debugs]).toEqual([{ applets: [], debugs: [], conditions: [], files: [] }, []]);
  });
});

it('a debug that stays on is named', async () => {
  const { error } = await proveOn(['condition-goes-by-no']);
  expect(error).toMatchObject({ code: 'left-behind', context: { peer: 'hq' } });
});

it('debugs of others are left alone, and nothing is tried beside them', async () => {
  const { card, debugs } = await proveOn([], ({ a }) => a.router.debugs.add('crypto isakmp'));
  expect(idsOf(card, null)).toContain('condition-words');
  expect(debugs).toEqual(['crypto isakmp']);
});
