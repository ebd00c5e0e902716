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

describe('a night on which `show clock detail` was not captured', () => {
  const zones = (zone: string, rule: string) => [
    zone,
    rule,
    'service timestamps debug datetime msec localtime',
    'crypto isakmp keepalive 10',
  ];
  const CET = zones('clock timezone CET 1 0', 'clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00');
  const EST = zones('clock timezone EST -5 0', 'clock summer-time EDT recurring');
  const timesBy = (configuration: readonly string[], stamps: readonly string[], clock?: string): string[] => {
    const a = {
      'show_logging.txt': stamps.map((stamp, index) => `${stamp}: ${NOTE}${index}`),
      'show_running-config.txt': configuration,
      ...(clock === undefined ? {} : { 'show_clock.txt': [clock] }),
    };
    return timelineOf({ a }).events.flatMap(({ at }) => (at === null ? [] : [new Date(at).toISOString().slice(5, 19)]));
  };
  const PUT_ON = ['Mar 29 2026 01:59:30.000', 'Mar 29 2026 03:00:30.000'];

  it.each([
    ['the clock is put on', CET, PUT_ON, ['03-29T00:59:30', '03-29T01:00:30']],
    [
      'the clock is put back, and an hour passed since',
      CET,
      ['Oct 25 2026 02:59:30.000', 'Oct 25 2026 02:00:30.000', 'Oct 25 2026 03:01:00.000'],
      ['10-25T00:59:30', '10-25T01:00:30', '10-25T02:01:00'],
    ],
    [
      'no rule is printed: then it is that of the United States',
      EST,
      ['Mar  8 2026 01:59:30.000', 'Mar  8 2026 03:00:30.000'],
      ['03-08T06:59:30', '03-08T07:00:30'],
    ],
    [
      'the rule is a date',
      zones('clock timezone CET 1 0', 'clock summer-time CEST date Mar 29 2026 2:00 Oct 25 2026 3:00'),
      PUT_ON,
      ['03-29T00:59:30', '03-29T01:00:30'],
    ],
    [
      'the rule is a date, day first, with its minutes',
      zones('clock timezone CET 1 0', 'clock summer-time CEST date 29 Mar 2026 2:00 25 Oct 2026 3:00 60'),
      PUT_ON,
      ['03-29T00:59:30', '03-29T01:00:30'],
    ],
    ['summer is long there', CET, ['Jul  6 2026 03:00:00.000', 'Jul  6 2026 03:20:00.000'], ['07-06T01:00:00', '07-06T01:20:00']],
    ['winter is long there', CET, ['Jan  6 2026 03:00:00.000', 'Jan  6 2026 03:20:00.000'], ['01-06T02:00:00', '01-06T02:20:00']],
  ])('is told by the rule of the configuration: %s', (_what, configuration, stamps, told) => {
    expect(timesBy(configuration, stamps)).toEqual(told);
  });

  it('is told by the rule beside the time of a plain `show clock`', () => {
    expect(timesBy(CET, PUT_ON, '03:25:00.100 CEST Sun Mar 29 2026')).toEqual(['03-29T00:59:30', '03-29T01:00:30']);
  });

  it.each([
    ['an hour that comes twice is the last', CET, ['Oct 25 2026 02:58:30.000', 'Oct 25 2026 02:59:30.000']],
    [
      'the clock is put on by half an hour',
      zones('clock timezone LHST 10 30', 'clock summer-time LHDT recurring 1 Sun Mar 2:00 last Sun Oct 2:00 30'),
      PUT_ON,
    ],
    [
      'summer lasts over New Year',
      zones('clock timezone NZST 12 0', 'clock summer-time NZDT recurring last Sun Sep 2:00 1 Sun Apr 3:00'),
      PUT_ON,
    ],
    [
      'the rule is of another year',
      zones('clock timezone CET 1 0', 'clock summer-time CEST date Mar 30 2025 2:00 Oct 26 2025 3:00'),
      PUT_ON,
    ],
  ])('leaves the stamps as they stand where %s', (_what, configuration, stamps) => {
    expect(timesBy(configuration, stamps)).toEqual(
      stamps.map((stamp) => `${stamp.startsWith('Mar') ? '03' : '10'}-${stamp.slice(4, 6)}T${stamp.slice(12, 20)}`),
    );
  });
});
