/** Healing: whether an incident is over, or what will end it; never promised without the facts that it rests on. */
import { describe, expect, it } from 'vitest';
import type { Timeline } from '../../src/timeline/model.ts';
import type { PeerState } from '../../src/timeline/state.ts';
import { healingOf } from '../../src/verdict/healing.ts';
import type { Healing } from '../../src/verdict/over.ts';
import { Scene } from '../../src/verdict/scene.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_LOST, REKEY_RACE } from './stories.ts';
import { hearsDelete, invalid, later, sa, sendsDelete } from './two-ended-log.ts';

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

describe('what the IKE of its sender has let go, and the packets go on', () => {
  const made = { a: sa('a', 'created', '10:00:00.010'), b: sa('b', 'created', '10:00:00.000') };
  const told = made.a + hearsDelete('10:30:00.004', 9) + later('11:30:00.000');
  const on = invalid('10:30:05.000') + invalid('10:31:05.500') + later('11:30:00.000');
  const timeline = timelineOf({ a: told, b: made.b + sa('b', 'deleted', '10:30:00.000') + sendsDelete('10:30:00.001', 9) + on });

  it('is not said to end with the lifetime that IKE gave it', () => {
    expect(heal(timeline)).toMatchObject({ will: 'unknown', at: null, by: null, why: expect.stringContaining('data plane') });
  });

  it('is ended by no probe and no other DELETE', () => {
    const dpd = { dpd: cited({ intervalSeconds: 10, retrySeconds: 3, isPeriodic: true }) };
    expect(heal(timeline, { ...IKE_UP, ...dpd }, IKE_GONE)).toMatchObject({ will: 'unknown' });
  });

  it('ends with its lifetime where the list of its sender has it still', () => {
    const ipsecSas = [cited({ spi: '0xB761863E' as const, direction: 'outbound' as const, remainingSeconds: 600 })];
    const clockAt = cited(Date.UTC(2026, 8, 2, 10, 40));
    expect(heal(timeline, { ipsecSas, clockAt })).toMatchObject({ will: 'yes', by: 'lifetime' });
  });
});

it('what its sender has not let go ends with the lifetime that IKE gave it', () => {
  const a = sa('a', 'created', '10:00:00.010') + later('10:40:00.000');
  const b = sa('b', 'created', '10:00:00.000') + sa('b', 'deleted', '10:30:00.000') + invalid('10:30:05.000') + invalid('10:31:05.500');
  expect(heal(timelineOf({ a, b: b + later('10:40:00.000') }))).toMatchObject({ will: 'yes', by: 'lifetime' });
});
