/** Healing: whether an incident is over, or what will end it; never promised without the facts that it rests on. */
import { describe, expect, it } from 'vitest';
import type { Timeline } from '../../src/timeline/model.ts';
import type { PeerState } from '../../src/timeline/state.ts';
import { healingOf } from '../../src/verdict/healing.ts';
import type { Healing } from '../../src/verdict/over.ts';
import { Scene } from '../../src/verdict/scene.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_LOST, REKEY_RACE } from './stories.ts';

const cited = <T>(value: T) => ({ value, side: 'a' as const, file: 'show.txt', line: 1, text: '' });
const IKE_UP = { ikeSas: [cited({ state: 'QM_IDLE', status: 'ACTIVE' })] } satisfies PeerState;
const IKE_GONE = { ikeSas: [] } satisfies PeerState;
const RECOVERY = { invalidSpiRecovery: cited(true), cryptoConfigType: cited('svti' as const) } satisfies PeerState;

/** hq (a) sends, branch (b) receives. */
function heal(timeline: Timeline, a: PeerState = {}, b: PeerState = {}): Healing {
  const [incident] = timeline.incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return healingOf(new Scene(incident, { ...timeline, states: { a, b } }));
}

describe('a black hole', () => {
  const timeline = timelineOf(DELETE_LOST);

  it('of which nothing else is known is not said to heal', () => {
    expect(heal(timeline)).toMatchObject({ will: 'unknown', at: null, by: null });
  });

  it('ends with the recovery feature where it can work and no IKE SA is left', () => {
    expect(heal(timeline, IKE_UP, { ...IKE_GONE, ...RECOVERY })).toMatchObject({ will: 'yes', by: 'recovery' });
    expect(heal(timeline, IKE_UP, { ...IKE_UP, ...RECOVERY }).by).not.toBe('recovery');
  });

  it('ends by dead peer detection only where the sender probes and the receiver has no IKE SA to answer with', () => {
    const dpd = { dpd: cited({ intervalSeconds: 10, retrySeconds: 3, isPeriodic: true }) };
    expect(heal(timeline, { ...IKE_UP, ...dpd }, IKE_GONE)).toMatchObject({ will: 'yes', by: 'dpd', why: expect.stringContaining('25 s') });
    expect(heal(timeline, { ...IKE_UP, ...dpd }, IKE_UP).by).not.toBe('dpd');
    expect(heal(timeline, { ...IKE_GONE, ...dpd }, IKE_GONE).by).not.toBe('dpd');
  });

  it('ends at the latest when the SA expires at its sender', () => {
    const ipsecSas = [cited({ spi: '0xB761863E' as const, direction: 'outbound' as const, remainingSeconds: 600 })];
    const clockAt = cited(Date.UTC(2026, 8, 2, 13, 40));
    expect(heal(timeline, { ipsecSas, clockAt })).toMatchObject({ will: 'yes', by: 'lifetime', at: '2026-09-02T13:50:00.000Z' });
    // The common clock is hq's: where that counts from its start, there is no date to be named.
    const started = { ...timeline, clock: { ...timeline.clock, offsetMs: null } };
    const uptime = cited(5 * 3_600_000);
    expect(heal(started, { ipsecSas, clockAt: uptime })).toMatchObject({ will: 'yes', by: 'lifetime', at: null });
  });
});

it('an SA that should have expired before the last message has no end that could be named', () => {
  const timeline = timelineOf(DELETE_LOST);
  const ipsecSas = [cited({ spi: '0xB761863E' as const, direction: 'outbound' as const, remainingSeconds: 1 })];
  const early = { ipsecSas, clockAt: cited(Date.UTC(2026, 8, 2, 13, 30)) };
  expect(
    heal(
      { ...timeline, events: timeline.events.map((event) => ({ ...event, commonAt: (event.commonAt ?? 0) + Date.UTC(2027, 0, 1) })) },
      early,
    ),
  ).toMatchObject({ will: 'unknown', at: null });
});

it('what came once and not again is over', () => {
  expect(heal(timelineOf(REKEY_RACE)).will).toBe('healed');
});
