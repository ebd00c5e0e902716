/** Buckets: so many at once, so many a second, and never by another's. */
import { describe, expect, it } from 'vitest';
import { Buckets, Budget, Tap } from '../../src/syslog/bucket.ts';

const taken = (count: number, take: (index: number) => boolean): number =>
  Array.from({ length: count }, (_, index) => take(index)).filter(Boolean).length;

describe('a bucket', () => {
  it('lets through what it holds at once, and fills again with time', () => {
    const bucket = new Tap({ perSecond: 2, burst: 3 });
    expect(taken(10, () => bucket.take(0))).toBe(3);
    expect(bucket.take(499)).toBe(false);
    expect(bucket.take(500)).toBe(true);
    expect(taken(10, () => bucket.take(3_600_000))).toBe(3);
  });

  it('is not filled by a clock that steps back and forth', () => {
    const bucket = new Tap({ perSecond: 1, burst: 1 });
    expect(bucket.take(10_000)).toBe(true);
    expect(bucket.take(0)).toBe(false);
    expect(bucket.take(500)).toBe(false);
  });

  it('gives two hosts no more than one, though the clock of one of them is a second behind', () => {
    const bucket = new Tap({ perSecond: 1, burst: 4 });
    const hosts = Array.from({ length: 41 }, (_, quarter) => [quarter * 250, quarter * 250 - 1000]).flat();
    expect(taken(hosts.length, (index) => bucket.take(hosts[index] ?? 0))).toBe(4 + 10);
  });

  it('goes on from where its clock was set back to, with what it held', () => {
    const bucket = new Tap({ perSecond: 1, burst: 2 });
    expect([bucket.take(3_600_000), bucket.take(3_600_000), bucket.take(0)]).toEqual([true, true, false]);
    expect([bucket.take(1000), bucket.take(1500), bucket.take(2000)]).toEqual([true, false, true]);
    expect(taken(5, () => bucket.take(7_200_000))).toBe(2);
  });

  it('is one for each key, and forgets who asks least', () => {
    const buckets = new Buckets({ perSecond: 0, burst: 1 }, 2);
    expect([buckets.take('a', 0), buckets.take('b', 0), buckets.take('a', 0)]).toEqual([true, true, false]);
    expect([buckets.take('c', 0), buckets.take('a', 0), buckets.take('b', 0)]).toEqual([true, false, true]);
  });
});

describe('a budget of captures', () => {
  it('is never exceeded in a minute or in an hour, however many ask', () => {
    const budget = new Budget(5, 20);
    expect(taken(1000, () => budget.take(0))).toBe(5);
    const inHour = taken(3600, (index) => budget.take(index * 1000));
    // What it held at first, and what an hour puts in.
    expect(5 + inHour).toBeLessThanOrEqual(40);
    expect(5 + inHour).toBeGreaterThanOrEqual(38);
  });

  it('takes back what led to nothing', () => {
    const budget = new Budget(1, 1);
    expect([budget.take(0), budget.take(0)]).toEqual([true, false]);
    budget.putBack();
    expect(budget.take(0)).toBe(true);
  });
});
