/** A log that prints no year and has a 29th of February is of a leap year: the last one that has had that day. */
import { describe, expect, it } from 'vitest';
import { yearOf } from '../../src/timeline/year.ts';
import { bundleOf } from './two-peers.ts';

const LEAP = 'Feb 29 08:00:00.010: %SYS-5-CONFIG_I: Configured from console';
const PLAIN = 'Mar  1 08:00:00.010: %SYS-5-CONFIG_I: Configured from console';
const latest = (logs: { a: string[]; b: string[] }, now: string) => {
  const { year, capturedAt = 0 } = yearOf(bundleOf(logs), 'a', Date.parse(now));
  return { year, latest: new Date(capturedAt).toISOString() };
};

describe('a log with a leap day and no year', () => {
  it.each([
    ['2026-11-28T12:00:00Z', 2024, '2024-12-31T23:59:59.999Z'],
    ['2028-02-28T12:00:00Z', 2024, '2024-12-31T23:59:59.999Z'],
    ['2028-03-01T12:00:00Z', 2028, '2028-03-01T12:00:00.000Z'],
    ['2103-05-01T00:00:00Z', 2096, '2096-12-31T23:59:59.999Z'],
  ])('that is read on %s is of %d', (now, year, at) => {
    expect(latest({ a: [LEAP, PLAIN], b: [PLAIN] }, now)).toEqual({ year, latest: at });
    expect(latest({ a: [PLAIN], b: [LEAP] }, now)).toEqual({ year, latest: at });
  });

  it.each([PLAIN, 'Feb 28 08:00:00.010: %SYS-5-CONFIG_I: Feb 29 is near'])('is not one that has none: %s', (log) => {
    expect(latest({ a: [log], b: [log] }, '2026-11-28T12:00:00Z')).toEqual({ year: 2026, latest: '2026-11-28T12:00:00.000Z' });
  });
});
