/** A scale never leaves what there is, and its ticks are round. */
import { describe, expect, it } from 'vitest';
import { clockOf, moved, printTick, ticksOf, zoomed } from '../../src/page/scale.ts';

const ALL = { from: 0, to: 100_000 };

describe('a stretch', () => {
  it('is zoomed around the place that is looked at, which stays where it is', () => {
    expect(zoomed(ALL, 0.5, 20_000, ALL)).toEqual({ from: 10_000, to: 60_000 });
  });

  it('never becomes longer than all there is, nor so short that nothing is left to see', () => {
    expect(zoomed({ from: 40_000, to: 60_000 }, 100, 50_000, ALL)).toEqual(ALL);
    const { from, to } = zoomed({ from: 40_000, to: 40_100 }, 0.001, 40_050, ALL);
    expect(to - from).toBe(20);
  });

  it('is moved as far as there is something', () => {
    expect(moved({ from: 10_000, to: 20_000 }, 5000, ALL)).toEqual({ from: 15_000, to: 25_000 });
    expect(moved({ from: 10_000, to: 20_000 }, -50_000, ALL)).toEqual({ from: 0, to: 10_000 });
    expect(moved({ from: 10_000, to: 20_000 }, 1e9, ALL)).toEqual({ from: 90_000, to: 100_000 });
  });
});

describe('ticks', () => {
  it('stand on round instants, no closer than asked', () => {
    expect(ticksOf({ from: 1234, to: 5678 }, 900).map(({ at }) => at)).toEqual([2000, 3000, 4000, 5000]);
  });

  it('are printed with as much of the time as their step needs, and as a day at midnight', () => {
    const at = Date.UTC(2026, 0, 5, 3, 0, 1, 250);
    expect(printTick(at, 10)).toBe('03:00:01.250');
    expect(printTick(at, 1000)).toBe('03:00:01');
    expect(printTick(at, 300_000)).toBe('03:00');
    expect(printTick(Date.UTC(2026, 0, 5), 3_600_000)).toBe('5 Jan');
  });

  it('say of what is no time that it is none', () => {
    expect(clockOf(Number.NaN)).toBe('no time');
  });
});
