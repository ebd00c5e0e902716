/** Heard springs: from a message to a capture that is sprung, once, and within the budget. */
import { describe, expect, it } from 'vitest';
import type { CaptureState, Spring } from '../../src/engine/engine.ts';
import { HeardSprings, type HeardSpringsOptions, type SpringOutcome } from '../../src/fleet/heard-springs.ts';
import { addressesOf, toAddress } from '../../src/ipsec/address.ts';
import type { TRIGGERS } from '../../src/playbook/triggers/index.ts';
import type { Heard } from '../../src/syslog/heard.ts';

const START_MS = Date.UTC(2026, 8, 2, 13, 0, 0);

function waiting(index: number, change: Partial<CaptureState> = {}): CaptureState {
  const end = (name: string, address: string) => ({ name, address, isOurs: true, standing: 'armed' });
  return {
    captureId: index.toString(16).padStart(8, '0'),
    playbook: 'tunnel-flaps',
    peers: { a: end('hq', '192.0.2.1'), b: end(`branch-${index}`, `198.51.100.${index}`) },
    phase: 'waiting',
    armedAt: '2026-09-01T00:00:00.000Z',
    leaseEndsAt: '2026-09-09T00:00:00.000Z',
    capturesLeft: 3,
    worker: 'one',
    operator: 'ops',
    outcome: null,
    ending: null,
    trouble: null,
    bundles: [],
    ...change,
  };
}

function heard(peer: string, change: Partial<Heard> = {}): Heard {
  const ends = { local: toAddress('192.0.2.1'), peer: toAddress(peer), source: toAddress('192.0.2.1') };
  const said = { sign: 'invalid-spi', mnemonic: 'CRYPTO-4-RECVD_PKT_INV_SPI', spi: '0xB761863E', interface: null } as const;
  return { ...said, ...ends, atMs: START_MS, host: null, isTorn: false, text: '', ...change };
}

/** An engine that remembers what it was told. */
function fakeEngine(states: CaptureState[]) {
  const springs: [string, Spring][] = [];
  const engine = {
    looks: 0,
    states,
    refuses: false,
    captures: () => {
      engine.looks += 1;
      return Promise.resolve(engine.states);
    },
    spring: (captureId: string, spring: Spring) => {
      if (engine.refuses) return Promise.reject(new Error('the database is away'));
      springs.push([captureId, spring]);
      return Promise.resolve();
    },
  };
  return { engine, springs };
}

function watch(states: CaptureState[], options: Partial<HeardSpringsOptions> = {}) {
  const { engine, springs } = fakeEngine(states);
  const outcomes: SpringOutcome[] = [];
  const tell = (outcome: SpringOutcome) => outcomes.push(outcome);
  const watching = new HeardSprings({ engine, budget: { perMinute: 10, perHour: 60 }, tell, ...options });
  const take = async (batch: readonly Heard[], atMs = START_MS): Promise<void> => {
    await watching.take(batch, atMs);
    await watching.settle();
  };
  return { engine, springs, outcomes, watching, take };
}

const down = { sign: 'session-down', spi: null } as const;

describe('a heard message', () => {
  it('springs the capture of its tunnel, from the side that logged it', async () => {
    const { take, springs, outcomes } = watch([waiting(1), waiting(2)]);
    await take([heard('198.51.100.2')]);
    expect(springs).toEqual([['00000002', { by: 'syslog', side: 'a', at: '2026-09-02T13:00:00.000Z' }]]);
    expect(outcomes).toMatchObject([{ what: 'sprung', captureId: '00000002', side: 'a', by: 'both-ends', why: null }]);
  });

  it('springs it once, and again only when it was armed again', async () => {
    const { take, springs, engine, watching } = watch([waiting(1)]);
    await take([heard('198.51.100.1'), heard('198.51.100.1')]);
    await take([heard('198.51.100.1')], START_MS + 60_000);
    expect(springs).toHaveLength(1);
    expect(watching.counts).toMatchObject({ matched: 3, sprung: 1, already: 2 });
    const bundle = { folder: 'x', at: '2026-09-02T13:05:00.000Z', incidents: 1, sentence: '' };
    engine.states = [waiting(1, { bundles: [bundle] })];
    await take([heard('198.51.100.1')], START_MS + 120_000);
    expect(springs).toHaveLength(2);
  });

  it('springs nothing that does not wait, and nothing of a stranger', async () => {
    const { take, springs } = watch([waiting(1, { phase: 'freezing' }), waiting(2, { phase: 'ended' }), waiting(3)]);
    await take([
      heard('198.51.100.1'),
      heard('198.51.100.2'),
      heard('203.0.113.77'),
      heard('198.51.100.3', { local: toAddress('192.0.2.9'), source: toAddress('203.0.113.9') }),
    ]);
    expect(springs).toEqual([]);
  });

  it('starts no more captures than the budget allows, however many come, and says so of each', async () => {
    const { take, springs, outcomes, watching } = watch(Array.from({ length: 200 }, (_, index) => waiting(index + 1)));
    await take(Array.from({ length: 200 }, (_, index) => heard(`198.51.100.${index + 1}`)));
    expect(springs).toHaveLength(10);
    expect(watching.counts).toMatchObject({ matched: 200, sprung: 10, overBudget: 190 });
    expect(outcomes.filter(({ what }) => what === 'over-budget')).toHaveLength(190);
    await take([heard('198.51.100.150')], START_MS + 60_000);
    expect(springs).toHaveLength(11);
  });

  it('does not eat of the budget when the engine refuses, and tries again with the next message', async () => {
    const { take, springs, engine, outcomes } = watch([waiting(1)], { budget: { perMinute: 1, perHour: 1 } });
    engine.refuses = true;
    await take([heard('198.51.100.1')]);
    expect(outcomes).toMatchObject([{ what: 'failed', why: 'the database is away' }]);
    engine.refuses = false;
    await take([heard('198.51.100.1')], START_MS + 100);
    expect(springs).toHaveLength(1);
  });

  it('springs as the trigger of the playbook would', async () => {
    const triggers: Record<string, keyof typeof TRIGGERS> = {
      '00000001': 'session-down',
      '00000002': 'repeated-spi',
      '00000003': 'invalid-spi',
      '00000004': 'manual',
    };
    const { take, springs } = watch(
      [1, 2, 3, 4].map((index) => waiting(index)),
      { triggerOf: ({ captureId }) => triggers[captureId] },
    );
    await take([1, 2, 3, 4].map((index) => heard(`198.51.100.${index}`)));
    expect(springs.map(([captureId]) => captureId)).toEqual(['00000003']);
    await take([heard('198.51.100.1', down), heard('198.51.100.2', { spi: '0x00000ABC' }), heard('198.51.100.4', down)]);
    expect(springs.map(([captureId]) => captureId)).toEqual(['00000003', '00000001']);
    await take([heard('198.51.100.2')], START_MS + 60_752);
    expect(springs.map(([captureId]) => captureId)).toEqual(['00000003', '00000001', '00000002']);
  });

  it('knows an end by all that it is known as', async () => {
    const { take, springs } = watch([waiting(1)], {
      endOf: (_state, side) =>
        side === 'b' ? { name: 'spokes', addresses: addressesOf('198.51.100.1', '198.51.100.77', '10.0.0.77') } : undefined,
    });
    await take([heard('10.0.0.77')]);
    expect(springs).toMatchObject([['00000001', { side: 'a' }]]);
  });

  it('knows an end whose address changes', async () => {
    const state = waiting(1);
    const { take, springs } = watch([{ ...state, peers: { a: state.peers.a, b: { ...state.peers.b, address: 'dynamic' } } }]);
    await take([heard('203.0.113.77')]);
    expect(springs).toMatchObject([['00000001', { side: 'a' }]]);
  });

  it('makes nobody ask what is armed more than once a second, and nobody at all while nothing is heard', async () => {
    const { take, engine } = watch([waiting(1)]);
    await take([heard('198.51.100.1', { sign: 'no-ike-sa' })]);
    expect(engine.looks).toBe(0);
    for (let index = 0; index < 100; index += 1) await take([heard('198.51.100.1')], START_MS + index * 10);
    expect(engine.looks).toBe(1);
    await take([heard('198.51.100.1')], START_MS + 1000);
    expect(engine.looks).toBe(2);
  });
});
