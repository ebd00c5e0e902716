/** A clock that was set between two lines: no duration is negative or absurd. */
import { describe, expect, it } from 'vitest';
import { text } from '../../src/report/formats/text.ts';
import { lostIn } from '../../src/report/lost.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './two-peers.ts';

const INVALID =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0";
const NOTE = '%SYS-5-CONFIG_I: Configured from console by ops on console';
const HOUR_MS = 3_600_000;

function stampsOf(lines: string[], name = 'router.log') {
  return timelineOf({ a: { [name]: lines } }).events.flatMap(({ at }) => (at === null ? [] : [at]));
}

describe('a clock that was set', () => {
  it.each([
    ['an uptime beside dates', ['00:12:34: ', '00:12:50: ', 'Jan  5 2026 03:00:21.223 UTC: ', 'Jan  5 2026 03:01:00.000 UTC: ']],
    ['units of uptime', ['3d04h: ', '3d04h: ', 'Jan  5 2026 03:00:21.223 UTC: ', 'Jan  5 2026 03:01:00.000 UTC: ']],
    ['*Mar 1 before NTP', ['*Mar  1 00:00:30.123: ', '*Mar  1 00:00:40.123: ', 'Jan  5 03:00:21.223: ', 'Jan  5 03:01:00.000: ']],
    [
      'the same with years',
      ['*Mar  1 1993 00:00:30.123: ', '*Mar  1 1993 00:00:40.1: ', 'Jan  5 2026 03:00:21.223: ', 'Jan  5 2026 03:01:00.000: '],
    ],
    [
      'set by hand, and not authoritative behind it either',
      [
        '*Jul 13 2001 00:09:09.600 UTC: ',
        '*Jul 13 2001 00:09:50.800 UTC: ',
        '*Mar  4 2026 01:11:40.416 UTC: ',
        '*Mar  4 2026 01:11:40.418 UTC: ',
      ],
    ],
    [
      'an uptime, then *Mar 1, then a date of February',
      ['00:00:41: ', '*Mar  1 00:01:10.070: ', 'Feb 17 2026 11:07:10.070 UTC: ', 'Feb 17 2026 11:08:00.000 UTC: '],
    ],
    [
      '*Mar 1 before a single line of February',
      ['*Mar  1 00:01:00.000: ', '*Mar  1 00:01:10.000: ', '*Mar  1 00:01:20.000: ', 'Feb 17 11:07:10.070: '],
    ],
    ['the end of summer time', ['Oct 25 02:58:00.000: ', 'Oct 25 02:59:59.000: ', 'Oct 25 02:00:10.000: ', 'Oct 25 02:01:00.000: ']],
    ['back by minutes', ['Jan  5 03:10:00.000: ', 'Jan  5 03:10:30.000: ', 'Jan  5 03:04:00.000: ', 'Jan  5 03:05:00.000: ']],
    ['back by days', ['Jan  9 03:10:00.000: ', 'Jan  9 03:10:30.000: ', 'Jan  5 03:04:00.000: ', 'Jan  5 03:05:00.000: ']],
  ])('%s: the record runs on, no time runs backwards', (_what, stamps) => {
    const at = stampsOf(stamps.map((stamp, index) => `${stamp}${NOTE}${index}`));
    expect(at).toHaveLength(4);
    const apart = at.slice(1).map((each, index) => each - (at[index] ?? 0));
    expect(apart.every((ms) => ms >= 0 && ms < HOUR_MS)).toBe(true);
  });

  it.each([
    [
      'from the factory year',
      '*Mar  1 00:01:00.000: ',
      '00:01:00 UTC Fri Mar 1 2002',
      '14:10:00 UTC Sun Nov 9 2025',
      'Nov  9 14:10:30.000: ',
    ],
    [
      'back to an earlier year',
      'Nov  9 14:00:00.000: ',
      '14:00:00 UTC Mon Nov 9 2026',
      '14:10:00 UTC Sun Nov 9 2025',
      'Nov  9 14:10:30.000: ',
    ],
    ['over new year', '*Dec 31 23:59:00.000: ', '23:59:00 UTC Fri Dec 31 1999', '00:10:00 UTC Thu Jan 1 2026', 'Jan  1 00:10:30.000: '],
    [
      'with years printed',
      '*Mar  1 2002 00:01:00.000: ',
      '00:01:00 UTC Fri Mar 1 2002',
      '14:10:00 UTC Sun Nov 9 2025',
      'Nov  9 2025 14:10:30.000: ',
    ],
    [
      'with years printed behind it alone',
      '*Mar  1 00:01:00.000: ',
      '00:01:00 UTC Fri Mar 1 2002',
      '14:10:00 UTC Sun Nov 9 2025',
      'Nov  9 2025 14:10:30.000: ',
    ],
  ])('that a message tells with its years moves stamps that print none as far as they are apart: %s', (_what, before, from, to, after) => {
    const told = `%SYS-6-CLOCKUPDATE: System clock has been updated from ${from} to ${to}, configured from NTP by 192.0.2.9.`;
    const [first = 0, ...rest] = stampsOf([`${before}${NOTE}`, `${before}${told}`, `${after}${NOTE}1`]);
    expect((rest.at(-1) ?? 0) - first).toBe(30_000);
  });

  it('leaves what lies before it unsure, and what lies behind it as it is', () => {
    const { events } = timelineOf({ a: { 'router.log': [`Jan  5 03:10:00.000: ${NOTE}`, `Jan  5 03:04:00.000: ${NOTE}1`] } });
    expect(events.map(({ precisionMs }) => precisionMs >= HOUR_MS)).toEqual([true, false]);
  });

  it('says so where the same message stands on both sides of it', () => {
    const { incidents } = timelineOf({
      a: { 'router.log': [`*Mar  1 00:00:30.123: ${INVALID}`, `Jan  5 03:00:21.223: ${INVALID}`, `Jan  5 03:20:00.000: ${NOTE}`] },
    });
    expect(incidents).toMatchObject([{ refs: [0, 1], persistenceReason: 'logged 2 times; the clock was set between them' }]);
  });

  it.each([
    ['lines a little out of order', ['Jan  5 03:00:02.000: ', 'Jan  5 03:00:01.500: ', 'Jan  5 03:00:03.000: '], [0, -500, 1500]],
    ['one damaged stamp', ['Jan  5 03:00:02.000: ', 'Jan  5 01:00:01.000: ', 'Jan  5 03:00:03.000: '], [0, -7_201_000, 7_202_000]],
  ])('is not seen in %s', (_what, stamps, apart) => {
    const { events } = timelineOf({ a: { 'router.log': stamps.map((stamp, index) => `${stamp}${NOTE}${index}`) } });
    expect(events.map(({ precisionMs }) => precisionMs)).toEqual([1, 1, 1]);
    expect(events.map(({ at }, index) => (at ?? 0) - (events[index - 1]?.at ?? at ?? 0))).toEqual(apart);
  });

  it('is not seen in a quiet week, whatever the clock is worth, nor where a clock that is right says years', () => {
    const quiet = stampsOf([`*Mar  1 2025 00:00:00.000 UTC: ${NOTE}1`, `*Mar  8 2025 00:00:00.000 UTC: ${NOTE}2`]);
    expect((quiet[1] ?? 0) - (quiet[0] ?? 0)).toBe(7 * 24 * HOUR_MS);
    const years = stampsOf([`Mar  1 2019 00:00:00.000 UTC: ${NOTE}1`, `Mar  1 2025 00:00:00.000 UTC: ${NOTE}2`]);
    expect((years[1] ?? 0) - (years[0] ?? 0)).toBeGreaterThan(5 * 365 * 24 * HOUR_MS);
  });

  it('is not seen where somebody had the buffer printed again', () => {
    const live = [`Jan  5 03:10:00.000: ${NOTE}1`, `Jan  5 03:10:30.000: ${NOTE}2`];
    const buffer = [`Jan  5 02:00:00.000: ${NOTE}0`, ...live];
    const { events } = timelineOf({ a: { 'terminal.txt': [...live, 'hq#sh logg', ...buffer] } });
    expect(events.every(({ precisionMs }) => precisionMs < HOUR_MS)).toBe(true);
  });

  it('is told by its message: durations are those of one clock', () => {
    const set = `Jan  5 03:00:40.000 UTC: %SYS-6-CLOCKUPDATE: System clock has been updated from 03:00:40 UTC Mon Jan 5 2026 to 02:55:00 UTC Mon Jan 5 2026, configured from NTP.`;
    const { incidents } = timelineOf({
      a: { 'router.log': [`Jan  5 03:00:21.000 UTC: ${INVALID}`, set, `Jan  5 02:56:00.000 UTC: ${INVALID}`] },
    });
    expect(incidents).toMatchObject([{ persistence: 'black-hole', persistenceReason: 'logged again after 79.0 s' }]);
  });

  it.each([
    [
      'by months, backwards, where it was never authoritative',
      '*Sep  3 10:00:10.000: ',
      '*Jul  3 10:02:00.000: ',
      '*Jul  3 10:03:10.000: ',
    ],
    ['by months with years', 'Nov  3 2025 10:00:10.000: ', 'Jul  3 2025 10:02:00.000: ', 'Jul  3 2025 10:03:10.000: '],
    [
      'by an hour, as summer time ends, without a zone',
      'Oct 26 2025 02:59:10.000: ',
      'Oct 26 2025 02:01:09.000: ',
      'Oct 26 2025 02:03:10.000: ',
    ],
    ['the same on the other side of the ocean', 'Nov  2 2025 01:59:10: ', 'Nov  2 2025 01:01:09: ', 'Nov  2 2025 01:03:10: '],
    ['from the day it was made', '*Mar  1 1993 00:00:30.123: ', 'Jan  5 2026 03:00:21.223: ', 'Jan  5 2026 03:02:00.000: '],
  ])('%s: no instant and no span is made up of what came before, and the log was heard from there on', (_what, before, behind, last) => {
    const timeline = timelineOf({
      a: { 'router.log': [`${before}${NOTE}`, `${before}${INVALID}`, `${behind}${INVALID}`, `${last}${INVALID}`] },
    });
    const verdict = judge(timeline);
    const [incident] = verdict.incidents;
    const stamps = [behind, last].map((stamp) => /\d{2}:\d{2}:\d{2}/.exec(stamp)?.[0] ?? '');
    expect(incident).toMatchObject({ occurrences: 3, firstAt: null });
    expect(incident?.lastAt).toContain(stamps[1]);
    expect(lostIn(verdict.incidents)).toMatchObject([{ leastMs: null, mostMs: null }]);
    const printed = text.print(verdict, timeline).replace(/What to do\n(?: .*\n)+/, '');
    const times = [...printed.matchAll(/\b\d{2}:\d{2}:\d{2}\b/g)].map(([time]) => time);
    const own = [before, behind, last].map((stamp) => /\d{2}:\d{2}:\d{2}/.exec(stamp)?.[0]);
    expect(times.filter((time) => !own.includes(time))).toEqual([]);
    expect(timeline.listening.a.families.find(({ family }) => family === 'syslog')?.heard).toMatchObject([
      { why: 'from where its clock was set to its last stamp' },
    ]);
    expect(printed).toContain('the clock was set between them');
  });

  it('leaves a span that lies before it', () => {
    const { incidents } = timelineOf({
      a: { 'router.log': [`Sep  3 10:00:10.000: ${INVALID}`, `Sep  3 10:01:20.000: ${INVALID}`, `Jul  3 10:02:00.000: ${NOTE}`] },
    });
    expect(incidents).toMatchObject([{ persistenceReason: 'logged again after 70.0 s' }]);
  });
});
