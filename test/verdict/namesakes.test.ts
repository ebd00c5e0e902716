/** Messages of one id that are near an event are found by time as they would be by going through all of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimedEvent } from '../../src/timeline/model.ts';
import { isNear, nearTo } from '../../src/verdict/namesakes.ts';

const MOST_MS = 3_600_000;
const event = fc.record({
  at: fc.option(fc.integer({ min: 0, max: MOST_MS }), { nil: null }),
  precisionMs: fc.constantFrom(1, 1000, 1500, 5000),
});
const asEvent = (side: 'a' | 'b') => (each: { at: number | null; precisionMs: number }) => ({ ...each, side }) as TimedEvent;

describe('namesakes near an event', () => {
  it('are those that are near it each by itself, in their order, however many there are', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), event, fc.constantFrom('a' as const, 'b' as const), (drawn, one, side) => {
        const [all, near] = [drawn.map(asEvent('a')), asEvent(side)(one)];
        expect(nearTo(all, (each) => each, near)).toEqual(all.filter((each) => isNear(near, each)));
      }),
    );
  });
});
