/** How often an armed router is looked at: pauses grow, as far as the tail and the log buffer allow, and a day stays within its budget. */
import { describe, expect, it } from 'vitest';
import { afterLook, costOfDay, depthOf, FIRST_LOOK, nextPauseSeconds, steadySeconds } from '../../src/capture/pace.ts';

const of = (pollSeconds: number, tailSeconds: number) => ({ pollSeconds, tailSeconds });

describe('pauses between looks', () => {
  it('grow from what the playbook asks for to a steady one', () => {
    const pauses = [0, 1, 2, 3, 4].reduce<number[]>((before) => [...before, nextPauseSeconds(of(30, 75), before.at(-1) ?? 0)], []);
    expect(pauses).toEqual([30, 45, 67.5, 101.25, 110]);
  });

  it.each([
    ['a long tail lets them grow', of(30, 200), undefined, 200],
    ['but not beyond five minutes', of(30, 3600), undefined, 300],
    ['a log buffer that turns over soon keeps them short', of(30, 3600), 600, 150],
    ['and a day of accounted commands bounds them from below', of(30, 3600), 60, 110],
    ['whoever asks for longer ones has them', of(900, 75), undefined, 900],
  ])('%s', (_what, playbook, turnoverSeconds, seconds) => {
    expect(steadySeconds(playbook, turnoverSeconds)).toBe(seconds);
  });
});

describe('a look', () => {
  it('over a new session is whole, and then for hours a glance with a check now and then', () => {
    const whole = afterLook(FIRST_LOOK, 'whole', 0);
    expect(depthOf(whole, 30_000, true)).toBe('whole');
    expect(depthOf(whole, 30_000, false)).toBe('check');
    const later = { ...whole, looks: 20, checkedAtMs: 1_000_000 };
    expect(depthOf(later, 1_100_000, false)).toBe('glance');
    expect(depthOf(later, 2_900_000, false)).toBe('check');
    expect(depthOf(later, 3_700_000, false)).toBe('whole');
  });
});

it.each([1, 30, 300])('a day of waiting with looks of %i s takes at most 100 logins and 1,500 commands, kept or not', (pollSeconds) => {
  for (const tailSeconds of [5, 75, 3600])
    for (const isKept of [true, false]) {
      // Two event traces, and a ring of packets with its filter.
      const { logins, commands } = costOfDay(of(pollSeconds, tailSeconds), isKept, 4);
      expect(logins).toBeLessThanOrEqual(100);
      expect(commands).toBeLessThanOrEqual(1500);
    }
});
