/** What show clock proves, and what is older than the capture. */
import { describe, expect, it } from 'vitest';
import { HQ, timelineOf } from './two-peers.ts';

const invalid = (stamp: string) =>
  `${stamp}: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${HQ}, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1`;

describe('a message that stands alone', () => {
  const at = 'Jan  5 2026 03:00:21.223 UTC';
  it.each([
    ['a minute has passed by show clock', 'show_logging.txt', '03:05:00.000 UTC Mon Jan 5 2026', 'transient'],
    ['show clock was asked too soon', 'show_logging.txt', '03:00:50.000 UTC Mon Jan 5 2026', 'unknown'],
    ['the log is of a terminal, which may have ended before', 'terminal.txt', '03:05:00.000 UTC Mon Jan 5 2026', 'unknown'],
  ])('where %s', (_what, log, clock, persistence) => {
    expect(timelineOf({ a: { [log]: [invalid(at)], 'show_clock.txt': [clock] } }).incidents).toMatchObject([{ persistence }]);
  });

  it('is not decided by a clock that was asked after the log was frozen', () => {
    const mark = 'Jan  5 2026 03:00:30.000 UTC: %HA_EM-6-LOG: FLAPTRAP-0123abcd-REC: debugs were on until here';
    const { incidents } = timelineOf({
      a: { 'show_logging.txt': [invalid(at), mark], 'show_clock.txt': ['03:05:00.000 UTC Mon Jan 5 2026'] },
    });
    expect(incidents).toMatchObject([{ persistence: 'unknown' }]);
  });
});

describe('a message of years ago', () => {
  it.each([
    ['show clock', { 'show_clock.txt': ['03:05:00.000 UTC Mon Jan 5 2026'] }, undefined],
    ['the manifest', {}, Date.UTC(2026, 0, 5)],
    [
      'the log itself',
      { 'later.log': ['Jan  5 2026 03:00:21.223 UTC: %SYS-5-CONFIG_I: Configured from console by ops on console'] },
      undefined,
    ],
  ])('is counted, and no incident, by %s', (_what, files, finishedAt) => {
    const { incidents, recordings } = timelineOf({
      a: { 'show_logging.txt': [invalid('Jun  5 2019 03:00:21.223 UTC'), invalid('Jul  9 2021 03:00:21.223 UTC')], ...files },
      ...(finishedAt === undefined
        ? {}
        : { manifest: { schema: 'flaptrap.manifest/1' as const, finishedAt, clockProbes: [], files: [], failures: [] } }),
    });
    expect(incidents).toEqual([]);
    expect(recordings.a.oldInvalidSpis).toBe(2);
  });

  it.each([
    ['months', 'Jun  5 03:00:21.223 UTC', 1],
    ['a clock that was not set, and nobody knows how long', '*Jun  5 03:00:21.223 UTC', 0],
    ['an uptime', '00:03:21', 0],
  ])('is told without a year, by show clock alone, where it is %s back', (_what, stamp, oldInvalidSpis) => {
    const a = { 'show_logging.txt': [invalid(stamp), 'Jan  5 03:00:21.223 UTC: %SYS-5-CONFIG_I: Configured from console'] };
    const clock = { 'show_clock.txt': ['03:05:00.000 UTC Mon Jan 5 2026'] };
    expect(timelineOf({ a: { ...a, ...clock } }).recordings.a).toMatchObject({ oldInvalidSpis });
    expect(timelineOf({ a }).recordings.a).toMatchObject({ oldInvalidSpis: 0 });
  });

  it.each([
    ['of last week', 'Dec 29 2025 03:00:21.223 UTC'],
    ['without a year', 'Dec 29 03:00:21.223 UTC'],
    ['of a clock that was never set', '*Mar  1 2002 00:00:21.223 UTC'],
  ])('is an incident %s', (_what, stamp) => {
    const { incidents } = timelineOf({
      a: { 'show_logging.txt': [invalid(stamp)], 'show_clock.txt': ['03:05:00.000 UTC Mon Jan 5 2026'] },
    });
    expect(incidents).toHaveLength(1);
  });
});
