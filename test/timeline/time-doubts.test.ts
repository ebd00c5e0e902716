/** What is said first of two records: a clock that was set back, and records of different times. */
import { describe, expect, it } from 'vitest';
import { text } from '../../src/report/formats/text.ts';
import { judge } from '../../src/verdict/judge.ts';
import { receives, sends, timelineOf } from './two-peers.ts';

const INVALID =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";
const NOTE = '%SYS-5-CONFIG_I: Configured from console by ops on console';
const HOUR_MS = 3_600_000;
const T0 = Date.UTC(2026, 9, 25, 0, 30);

const at = (ms: number, zone = '') =>
  `Oct ${new Date(T0 + ms).getUTCDate()} 2026 ${new Date(T0 + ms).toISOString().slice(11, 23)}${zone}: `;
const report = (peers: Parameters<typeof timelineOf>[0]) => {
  const timeline = timelineOf(peers);
  return text.print(judge(timeline), timeline).replaceAll(/\s+/g, ' ');
};

const APART = /DOUBTED [ab]: show_logging.txt ends .* before that of the other router begins/;

describe('a clock that was set back', () => {
  it.each([
    ['an hour', HOUR_MS, '57 min'],
    ['ten minutes', 600_000, '7 min'],
  ])('by %s is said with its line', (_by, backMs, said) => {
    const a = [0, 180_000, 360_000 - backMs, 540_000 - backMs].map((ms, index) => `${at(ms)}${NOTE}${index}`);
    expect(report({ a })).toMatch(new RegExp(`DOUBTED a: show_logging.txt goes back by ${said}.* at line 3: the clock was set back`));
  });

  it('keeps the order of the lines, though a probe of the hour before has the same stamp', () => {
    const shifted = (lines: string[], ms: number) => lines.map((line) => line.replace(/^[^:]+:\d\d:\d\d\.\d{3}: /, at(ms)));
    const a = Array.from({ length: 24 }, (_, index) => {
      const ms = index * 300_000 - (index >= 12 ? HOUR_MS : 0);
      return [...shifted(sends(0, '198.51.100.1', -100 - index), ms), ...(index === 11 || index === 13 ? [`${at(ms + 1)}${INVALID}`] : [])];
    }).flat();
    const b = Array.from({ length: 24 }, (_, index) => shifted(receives(0, '192.0.2.1', -100 - index), index * 300_000 + 20)).flat();
    const timeline = timelineOf({ a, b });
    const lines = timeline.events.filter(({ side }) => side === 'a').map(({ line }) => line);
    expect(lines).toEqual(lines.toSorted((one, two) => one - two));
    const { offsetMs, uncertaintyMs } = timeline.clock;
    expect(Math.abs((offsetMs ?? 0) - HOUR_MS)).toBeLessThanOrEqual(uncertaintyMs ?? 0);
    expect(report({ a, b })).not.toMatch(/after -/);
  });
});

describe('two records', () => {
  it.each([
    ['days before', -5 * 24 * HOUR_MS, ' UTC', true],
    ['an hour before', -2 * HOUR_MS, ' UTC', true],
    ['days behind', 5 * 24 * HOUR_MS, '', true],
    ['an hour before, in zones that nobody knows', -2 * HOUR_MS, '', false],
    ['at one time', 0, ' UTC', false],
  ])('of which one is %s', (_when, apartMs, zone, isSaid) => {
    const a = [0, 1000, 62_000].map((ms) => `${at(ms, zone)}${INVALID}`);
    const b = [0, 1000, 62_000].map((ms) => `${at(ms + apartMs, zone)}${NOTE}`);
    expect(APART.test(report({ a, b }))).toBe(isSaid);
  });

  it('are of one time where a message left the one and reached the other, whatever their clocks say', () => {
    const shifted = (lines: string[], ms: number) => lines.map((line) => line.replace(/^[^:]+:\d\d:\d\d\.\d{3}: /, at(ms, ' UTC')));
    const exchange = (ms: number) => ({
      a: [...shifted(sends(0, '198.51.100.1', -100), ms), `${at(ms + 1000, ' UTC')}${INVALID}`],
      b: shifted(receives(0, '192.0.2.1', -100), ms - 5 * 24 * HOUR_MS),
    });
    expect(report(exchange(0))).not.toMatch(APART);
  });

  it.each(['Mar  1 1993', 'Mar  1 2002'])('may be of one time where the one clock was never set: %s', (day) => {
    const b = [`*${day} 00:00:40.123 UTC: ${NOTE}`, `*${day} 00:01:40.123 UTC: ${NOTE}`];
    expect(report({ a: [`${at(0, ' UTC')}${INVALID}`, `${at(70_000, ' UTC')}${INVALID}`], b })).not.toMatch(APART);
  });
});

describe('an uptime', () => {
  it.each([
    ['alone', { a: [`00:12:31: ${NOTE}`, `00:12:40: ${INVALID}`, `00:12:50: ${NOTE}`], b: [`${at(0, ' UTC')}${NOTE}`] }],
    ['of days', { a: [`1w2d: ${NOTE}`, `1w2d: ${INVALID}`], b: [`${at(0, ' UTC')}${NOTE}`] }],
    ['behind the last date', { a: [`${at(0, ' UTC')}${NOTE}`, `00:12:40: ${INVALID}`], b: [`${at(0, ' UTC')}${NOTE}`] }],
    [
      'in a file beside others',
      {
        a: { 'console.log': [`00:12:31: ${NOTE}`, `00:12:40: ${INVALID}`], 'show_logging.txt': [`${at(0)}${NOTE}`, `${at(9000)}${NOTE}`] },
      },
    ],
  ])('%s is no date of 1970', (_where, peers) => {
    const verdict = judge(timelineOf(peers));
    expect(verdict.incidents).toHaveLength(1);
    expect(verdict.incidents[0]).toMatchObject({ firstAt: null, lastAt: null });
    expect(JSON.stringify(verdict) + report(peers)).not.toMatch(/19[67]\d-\d\d|20\d{3} days/);
  });
});

describe('a record that is kept twice', () => {
  const fine = [477, 1711, 9333].map((ms) => `${at(ms)}${NOTE}${ms}`);
  const coarse = fine.map((line) => line.replace(/\.\d{3}: /, ': '));
  const relayed = fine.map((line) =>
    line.replace(
      /^Oct (\d+) 2026 (\d\d:\d\d:)(\d\d)\.\d{3}: /,
      (_, day, time, second) => `Oct ${day} ${time}${String(Number(second) + 1).padStart(2, '0')} hq `,
    ),
  );

  it.each([
    ['in whole seconds', 'a.log', coarse],
    ['in whole seconds, behind it', 'z.log', coarse],
    ['by a relay', 'a.log', relayed],
    ['by a relay, behind it', 'z.log', relayed],
  ])('%s has the finer stamps', (_how, name, copy) => {
    const { events } = timelineOf({ a: { [name]: copy, 'm.log': fine } });
    expect(events.map(({ precisionMs }) => precisionMs)).toEqual([1, 1, 1]);
  });
});
