/** The order of events never says more than lines and clocks allow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapMs, isSurelyBefore, maybeBefore, orderOf } from '../../src/timeline/event-order.ts';

const HOUR_MS = 3_600_000;
const commonAt = fc.option(fc.integer({ min: 0, max: HOUR_MS }), { nil: null });
const uncertaintyMs = fc.nat({ max: 5000 });
const side = fc.constantFrom('a' as const, 'b' as const);
const placed = fc.record({ side, ref: fc.nat({ max: 1000 }), commonAt, uncertaintyMs });
const TURNED = { before: 'after', after: 'before', undecided: 'undecided' } as const;

describe('the order of two events', () => {
  it('is turned round when they are', () => {
    fc.assert(fc.property(placed, placed, (one, two) => orderOf(one, two) === TURNED[orderOf(two, one)]));
  });

  it('is undecided between an event and itself', () => {
    fc.assert(fc.property(placed, (one) => orderOf(one, one) === 'undecided'));
  });

  it('goes on from a second event to a third, among the events of one device and among clocks', () => {
    const onClock = fc.record({ ref: fc.nat(), commonAt: fc.integer({ min: 0, max: HOUR_MS }), uncertaintyMs });
    fc.assert(
      fc.property(onClock, onClock, onClock, (one, two, three) => {
        const [first, second, third] = [
          { ...one, side: 'a' as const },
          { ...two, side: 'b' as const },
          { ...three, side: 'a' as const },
        ];
        fc.pre(isSurelyBefore(first, second) && isSurelyBefore(second, third));
        expect(third.commonAt).toBeGreaterThan(first.commonAt);
      }),
    );
    fc.assert(
      fc.property(placed, placed, placed, (one, two, three) => {
        const [first, second, third] = [one, two, three].map((each) => ({ ...each, side: 'a' as const }));
        if (first === undefined || second === undefined || third === undefined) throw new Error('three events were made');
        fc.pre(isSurelyBefore(first, second) && isSurelyBefore(second, third));
        expect(isSurelyBefore(first, third)).toBe(true);
      }),
    );
  });

  it('is possible in at least one direction, and sure in one at most', () => {
    fc.assert(
      fc.property(placed, placed, (one, two) => {
        expect(maybeBefore(one, two) || maybeBefore(two, one)).toBe(true);
        expect(isSurelyBefore(one, two) && isSurelyBefore(two, one)).toBe(false);
      }),
    );
  });

  it('is the order of lines on one device, whatever its stamps say', () => {
    const [first, second] = [
      { side: 'a' as const, ref: 1, commonAt: 5000, uncertaintyMs: 1 },
      { side: 'a' as const, ref: 2, commonAt: 1000, uncertaintyMs: 1 },
    ];
    expect(orderOf(first, second)).toBe('before');
  });

  it.each([
    [1000, 1011, 5, 5, 'before'],
    [1000, 1010, 5, 5, 'undecided'],
    [1010, 1000, 5, 5, 'undecided'],
    [1011, 1000, 5, 5, 'after'],
    [1000, null, 0, 0, 'undecided'],
    [null, 1000, 0, 0, 'undecided'],
  ] as const)('across devices is that of their clocks, with their bounds: %s and %s, %s + %s: %s', (one, two, first, second, order) => {
    const a = { side: 'a' as const, ref: 9, commonAt: one, uncertaintyMs: first };
    expect(orderOf(a, { side: 'b' as const, ref: 1, commonAt: two, uncertaintyMs: second })).toBe(order);
  });
});

describe('the time between two events', () => {
  const at = (ms: number | null, precisionMs = 1, end: 'a' | 'b' = 'a') => ({ side: end, at: ms, precisionMs });

  it.each([
    ['on one clock', at(1000), at(1500), 500],
    ['backwards', at(1500), at(1000), -500],
    ['in whole seconds', at(1000, 1000), at(3000, 1000), 2000],
    ['only interpolated', at(1000, 1500), at(3000, 1000), undefined],
    ['both moved by a clock step behind them', { ...at(1000, 1001), stepMs: 1000 }, { ...at(1500, 1001), stepMs: 1000 }, 500],
    ['over a clock step of unknown width', { ...at(1000, 3_600_001), stepMs: 3_600_000 }, at(1500), undefined],
    ['across devices', at(1000), at(1500, 1, 'b'), undefined],
    ['without a stamp', at(null), at(1500), undefined],
    ['with one event alone', undefined, at(1500), undefined],
  ])('%s', (_how, from, to, gap) => {
    expect(gapMs(from, to)).toBe(gap);
  });
});
