/** The clocks of two routers are compared in words; JSON keeps the milliseconds. */
import { describe, expect, it } from 'vitest';
import { toAddress } from '../../src/ipsec/address.ts';
import { sayClockSteps, sayOffset } from '../../src/report/clock-words.ts';
import { timelineOf } from '../timeline/two-peers.ts';

const TUNNEL = {
  a: { name: 'hq', address: toAddress('192.0.2.1') },
  b: { name: 'branch', address: toAddress('198.51.100.1') },
};

describe('an offset', () => {
  it.each([
    [-23_162_400_001, 4, "branch's clock is 268 days and 2 h behind hq's (+- 4 ms), by show clock probes"],
    [95_000, 500, "branch's clock is 1 min and 35 s ahead of hq's (+- 500 ms), by show clock probes"],
    [3700, null, "branch's clock is 3.7 s ahead of hq's, by show clock probes"],
    [0, 4, "branch's clock agrees with hq's (+- 4 ms), by show clock probes"],
  ])('of %d ms is said in words', (offsetMs, uncertaintyMs, said) => {
    expect(sayOffset({ offsetMs, uncertaintyMs, method: 'show clock probes', matches: 0 }, TUNNEL)).toBe(said);
  });

  it('that is not known is not said', () => {
    expect(sayOffset({ offsetMs: null, uncertaintyMs: null, method: 'none', matches: 0 }, TUNNEL)).toBeUndefined();
  });
});

describe('a clock that was set', () => {
  const note = (time: string) => `Mar  9 2026 ${time}.000 UTC: %SYS-5-CONFIG_I: Configured from console by console`;
  const set = (from: string, to: string) =>
    `Mar  9 2026 ${to}.000 UTC: %SYS-6-CLOCKUPDATE: System clock has been updated from ${from} UTC Mon Mar 9 2026 to ${to} UTC Mon Mar 9 2026, configured from console by nils on vty0 (192.0.2.77).`;
  const said = (...lines: string[]) => sayClockSteps(timelineOf({ a: lines, b: [note('10:00:00'), note('10:20:00')] }));

  it.each([
    ['12:14:40', '10:14:40', 'back by 2 h'],
    ['10:14:38', '10:14:40', 'on by 2 s'],
  ])('from %s to %s is said', (from, to, how) => {
    expect(said(note(from), set(from, to), note('10:15:00'))).toEqual([
      `hq's clock was set ${how}: what it stamped before is told by the clock that holds at the end`,
    ]);
  });

  it('by less than a second, or not at all, is not', () => {
    expect(said(note('10:14:40'), set('10:14:40', '10:14:40'), note('10:15:00'))).toEqual([]);
    expect(said(note('10:14:40'), note('10:15:00'))).toEqual([]);
  });
});
