/** Retention: the oldest first, and never what is not whole and at home. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeptBundle, planRemovals } from '../../src/fleet/retention.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');
const bundle = (folder: string, day: string, more: Partial<KeptBundle> = {}): KeptBundle => ({
  folder,
  tunnel: 'hq-branch',
  at: `2026-11-${day}T00:00:00.000Z`,
  bytes: 100,
  isWhole: true,
  isOpen: false,
  isPinned: false,
  ...more,
});
const removed = (bundles: KeptBundle[], rules: Parameters<typeof planRemovals>[1]): string[] =>
  planRemovals(bundles, rules, NOW).map(({ folder }) => folder);

describe('a bundle', () => {
  it('goes when it is old, the oldest first, and the newest of its tunnel stays', () => {
    expect(removed([bundle('b', '10'), bundle('a', '01'), bundle('c', '12')], { days: 7 })).toEqual(['a', 'b']);
    expect(planRemovals([bundle('a', '01'), bundle('b', '30')], { days: 7 }, NOW)[0]?.why).toBe('it is of 2026-11-01, and 7 days are kept');
  });

  it('goes when all together are too large, the newest of a tunnel only when nothing else is left', () => {
    const bundles = [bundle('a', '01'), bundle('b', '02'), bundle('other', '03', { tunnel: 'hq-depot' }), bundle('c', '04')];
    expect(removed(bundles, { bytes: 300 })).toEqual(['a']);
    expect(removed(bundles, { bytes: 100 })).toEqual(['a', 'b', 'other']);
  });

  it('stays while it is not whole, while its capture goes on, and when somebody has put it aside', () => {
    const kept = [
      bundle('a', '01', { isWhole: false }),
      bundle('b', '01', { isOpen: true }),
      bundle('c', '01', { isPinned: true }),
      bundle('d', '30'),
    ];
    expect(removed(kept, { days: 1, bytes: 0 })).toEqual(['d']);
  });

  it('of the future is not old', () => {
    expect(planRemovals([bundle('a', '29'), bundle('b', '30')], { days: 1 }, Date.parse('2020-01-01T00:00:00Z'))).toEqual([]);
  });

  it('that was not fetched is never removed, whatever is kept for how long', () => {
    const any = fc.record({
      folder: fc.uuid(),
      tunnel: fc.constantFrom('x', 'y'),
      day: fc.integer({ min: 10, max: 30 }),
      bytes: fc.nat(1000),
      isWhole: fc.boolean(),
      isOpen: fc.boolean(),
      isPinned: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any), fc.record({ days: fc.nat(30), bytes: fc.nat(5000) }), (made, rules) => {
        const bundles = made.map(({ day, ...rest }) => bundle(rest.folder, String(day), rest));
        const gone = new Set(removed(bundles, rules));
        expect(bundles.filter(({ folder, isWhole, isOpen, isPinned }) => gone.has(folder) && (!isWhole || isOpen || isPinned))).toEqual([]);
      }),
    );
  });
});
