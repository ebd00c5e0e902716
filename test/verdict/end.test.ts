/** Nothing heals before its last message, whatever the stamps, the lives and the clocks of a record say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lostIn } from '../../src/report/lost.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { endAt } from '../../src/verdict/end.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_HEARD, DELETE_LOST, DELETE_UNHEARD_OF, REKEY_RACE } from './stories.ts';

const TOLD = [DELETE_LOST, DELETE_HEARD, DELETE_UNHEARD_OF, REKEY_RACE].map((story) => timelineOf(story));
const SHIFT_MS = 3_600_000;

const cited = <T>(value: T) => ({ value, side: 'a' as const, file: 'show.txt', line: 1, text: '' });

/** One of the stories, with each event moved, and with an SA that has so long to live at an odd time. */
const odd: fc.Arbitrary<Timeline> = fc
  .record({
    timeline: fc.constantFrom(...TOLD),
    shifts: fc.array(fc.integer({ min: -SHIFT_MS, max: SHIFT_MS }), { minLength: 1, maxLength: 40 }),
    remainingSeconds: fc.integer({ min: 0, max: 7200 }),
    clockAt: fc.integer({ min: Date.UTC(1972, 8, 2, 12), max: Date.UTC(1972, 8, 2, 16) }),
    hasIke: fc.boolean(),
  })
  .map(({ timeline, shifts, remainingSeconds, clockAt, hasIke }) => {
    const events = timeline.events.map((event, index) => {
      const moved = (at: number | null) => (at === null ? null : at + (shifts[index % shifts.length] ?? 0));
      return { ...event, at: moved(event.at), commonAt: moved(event.commonAt) };
    });
    const [incident] = timeline.incidents;
    const ipsecSas = incident === undefined ? [] : [cited({ spi: incident.spi, direction: 'outbound' as const, remainingSeconds })];
    const ikeSas = hasIke ? [cited({ state: 'QM_IDLE', status: 'ACTIVE' })] : [];
    return { ...timeline, events, states: { a: { ipsecSas, clockAt: cited(clockAt), ikeSas }, b: {} } };
  });

function lastMessages(timeline: Timeline): number[] {
  return timeline.incidents.map(({ refs }) => Math.max(...refs.map((ref) => timeline.events[ref]?.commonAt ?? Number.NEGATIVE_INFINITY)));
}

function endsOf({ incidents }: Verdict): (string | null)[][] {
  return incidents.map(({ healing, chain: { heals } }) => [healing.at, heals.at, heals.latest]);
}

describe('the end of an incident', () => {
  it('never lies before its last message', () => {
    let ends = 0;
    fc.assert(
      fc.property(odd, (timeline) => {
        const lasts = lastMessages(timeline);
        for (const [index, times] of endsOf(judge(timeline)).entries())
          for (const at of times) {
            if (at === null) continue;
            ends += 1;
            expect(Date.parse(at)).toBeGreaterThanOrEqual(lasts[index] ?? 0);
          }
      }),
      { numRuns: 300, seed: 18 },
    );
    // A property of nothing would hold as well.
    expect(ends).toBeGreaterThan(100);
  });

  it('is made of no instant before', () => {
    const at = Date.UTC(2026, 8, 2);
    const logs = (TOLD[0]?.events ?? []).slice(0, 1).map((event) => ({ ...event, at, commonAt: at }));
    expect(endAt({ logs }, new Date(at - 1).toISOString())).toBeNull();
    expect(endAt({ logs }, new Date(at).toISOString())).toBe('2026-09-02T00:00:00.000Z');
    expect(endAt({ logs }, undefined)).toBeNull();
  });
});

describe('the time that was lost', () => {
  it('is at the most never less than at the least', () => {
    const [judged] = judge(TOLD[0] as Timeline).incidents;
    if (judged === undefined) throw new Error('no incident');
    const instant = fc.integer({ min: 0, max: SHIFT_MS }).map((ms) => new Date(ms).toISOString());
    fc.assert(
      fc.property(fc.array(fc.tuple(instant, instant, instant, instant), { minLength: 1, maxLength: 4 }), (times) => {
        const incidents = times.map(([firstAt, lastAt, forgotAt, over]) => ({
          ...judged,
          firstAt,
          lastAt,
          chain: {
            ...judged.chain,
            forgot: { ...judged.chain.forgot, at: forgotAt },
            heals: { ...judged.chain.heals, at: endAt({ logs: [] }, over) },
          },
        }));
        for (const { leastMs, mostMs } of lostIn(incidents)) {
          expect(leastMs ?? 0).toBeGreaterThanOrEqual(0);
          expect(mostMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(leastMs ?? 0);
        }
      }),
      { numRuns: 300, seed: 18 },
    );
  });
});
