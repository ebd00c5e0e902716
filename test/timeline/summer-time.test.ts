/** A night on which the clock is put on or back: what is an hour apart on the wall may be a minute, and the other way round. */
import { describe, expect, it } from 'vitest';
import { timelineOf } from './two-peers.ts';

const NOTE = '%SYS-5-CONFIG_I: Configured from console by vty';
const EUROPE = ['Time source is NTP', 'Summer time starts 02:00:00 CET Sun Mar 29 2026', 'Summer time ends 03:00:00 CEST Sun Oct 25 2026'];
const AMERICA = ['Time source is NTP', 'Summer time starts 02:00:00 EST Sun Mar 8 2026', 'Summer time ends 02:00:00 EDT Sun Nov 1 2026'];

/** Times of day in UTC. */
function timesOf(clock: string, detail: readonly string[], stamps: readonly string[]): string[] {
  const a = { 'show_logging.txt': stamps.map((stamp, index) => `${stamp}: ${NOTE}${index}`), 'show_clock_detail.txt': [clock, ...detail] };
  return timelineOf({ a }).events.flatMap(({ at }) => (at === null ? [] : [new Date(at).toISOString().slice(5, 19)]));
}

describe('stamps without a zone', () => {
  it.each([
    [
      'put on',
      '03:25:00.100 CEST Sun Mar 29 2026',
      EUROPE,
      ['Mar 29 2026 01:59:30.000', 'Mar 29 2026 03:00:30.000'],
      ['03-29T00:59:30', '03-29T01:00:30'],
    ],
    [
      'put back',
      '02:25:00.100 CET Sun Oct 25 2026',
      EUROPE,
      ['Oct 25 2026 02:59:30.000', 'Oct 25 2026 02:00:30.000'],
      ['10-25T00:59:30', '10-25T01:00:30'],
    ],
    [
      'put back, with a whole hour before and behind',
      '03:25:00.100 CET Sun Oct 25 2026',
      EUROPE,
      ['Oct 25 2026 01:30:00.000', 'Oct 25 2026 02:30:00.000', 'Oct 25 2026 02:30:00.000', 'Oct 25 2026 03:10:00.000'],
      ['10-24T23:30:00', '10-25T00:30:00', '10-25T00:30:00', '10-25T02:10:00'],
    ],
    [
      'put on in another zone',
      '03:25:00.100 EDT Sun Mar 8 2026',
      AMERICA,
      ['Mar  8 01:59:30.000', 'Mar  8 03:00:30.000'],
      ['03-08T06:59:30', '03-08T07:00:30'],
    ],
    [
      'put back in another zone',
      '01:25:00.100 EST Sun Nov 1 2026',
      AMERICA,
      ['Nov  1 01:59:30.000', 'Nov  1 01:00:30.000'],
      ['11-01T05:59:30', '11-01T06:00:30'],
    ],
    [
      'left alone',
      '03:25:00.100 CEST Mon Jul 6 2026',
      EUROPE,
      ['Jul  6 2026 03:00:00.000', 'Jul  6 2026 03:20:00.000'],
      ['07-06T01:00:00', '07-06T01:20:00'],
    ],
  ])('are of the season in which they were made: the clock was %s', (_what, clock, detail, stamps, told) => {
    expect(timesOf(clock, detail, stamps)).toEqual(told);
  });

  it('of UTC know no summer', () => {
    expect(timesOf('03:25:00.100 CEST Sun Mar 29 2026', EUROPE, ['Mar 29 2026 00:59:30.000', 'Mar 29 2026 01:20:30.000'])).toEqual([
      '03-29T00:59:30',
      '03-29T01:20:30',
    ]);
  });
});
