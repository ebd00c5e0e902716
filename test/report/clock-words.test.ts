/** The clocks of two routers are compared in words; JSON keeps the milliseconds. */
import { describe, expect, it } from 'vitest';
import { toAddress } from '../../src/ipsec/address.ts';
import { sayOffset } from '../../src/report/clock-words.ts';

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
