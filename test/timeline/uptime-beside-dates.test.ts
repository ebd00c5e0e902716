/** `service timestamps log uptime` beside `service timestamps debug datetime`: one device, one time. */
import { describe, expect, it } from 'vitest';
import { readLog } from '../../src/ios/log/log.ts';
import { dateUptimes } from '../../src/timeline/uptime-beside-dates.ts';
import { timelineOf } from './two-peers.ts';

const START = Date.UTC(2026, 0, 2, 20, 0);
const T0 = Date.UTC(2026, 0, 5, 3, 0);
const SECOND_MS = 1000;
const two = (value: number) => String(Math.floor(value)).padStart(2, '0');

type Form = (at: number) => string;
const dated: Form = (at) => `Jan  ${new Date(at).getUTCDate()} 2026 ${new Date(at).toISOString().slice(11, 23)} UTC: `;
const clock: Form = (at) => {
  const seconds = (at - START) / SECOND_MS;
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}: `;
};
const units: Form = (at) => {
  const hours = (at - START) / (3600 * SECOND_MS);
  return `${Math.floor(hours / 24)}d${two(hours % 24)}h: `;
};
const millis: Form = (at) => clock(at).replace(/: $/, `.${String(new Date(at).getUTCMilliseconds()).padStart(3, '0')}: `);

const line = (form: Form, at: number) => `${form(at)}%SYS-5-CONFIG_I: Configured from console by vty${at - T0}`;
const eventsOf = (lines: readonly string[]) => timelineOf({ a: lines }).events.filter(({ kind }) => kind === 'syslog');

describe('uptimes between dates', () => {
  it.each<[string, Form, number]>([
    ['by the second', clock, 2 * SECOND_MS],
    ['by the millisecond', millis, 500],
    ['by the hour', units, 3 * 3600 * SECOND_MS],
  ])('are dates: %s', (_by, form, boundMs) => {
    const places = Array.from({ length: 24 }, (_, index) => T0 + index * 377);
    const events = eventsOf(places.map((at, index) => line(index % 3 === 1 ? form : dated, at)));
    expect(events.length).toBe(places.length);
    events.forEach(({ at, precisionMs }, index) => {
      const offMs = Math.abs((at ?? 0) - (places[index] ?? 0));
      expect(offMs).toBeLessThanOrEqual(precisionMs);
      expect(precisionMs).toBeLessThan(index % 3 === 1 ? boundMs : 2);
    });
  });

  it('do not take the dates from the messages between them', () => {
    const events = eventsOf([
      line(units, T0),
      line(dated, T0 + SECOND_MS),
      line(dated, T0 + 61 * SECOND_MS),
      line(units, T0 + 3600 * SECOND_MS),
    ]);
    expect(events.map(({ at }) => at).slice(1, 3)).toEqual([T0 + SECOND_MS, T0 + 61 * SECOND_MS]);
  });

  it('give a line without a stamp its place between them', () => {
    const at = [T0, T0 + 200, T0 + 400];
    const lines = [
      line(dated, T0 - 1),
      line(clock, T0),
      'ISAKMP: Find a dup sa in the avl tree',
      line(dated, T0 + 2 * SECOND_MS),
      line(clock, T0 + 3 * SECOND_MS),
    ];
    const found = timelineOf({ a: lines }).events.find(({ kind }) => kind === 'ike-sa');
    expect(Math.abs((found?.at ?? 0) - (at[1] ?? 0))).toBeLessThan(3 * SECOND_MS);
  });

  it.each<[string, string[]]>([
    [
      'the device started again between them',
      [line(dated, T0), '05:00:00: %SYS-5-CONFIG_I: a', line(dated, T0 + 1), '00:01:00: %SYS-5-CONFIG_I: b', line(dated, T0 + 2)],
    ],
    ['no date stands behind them', [line(dated, T0), '00:12:34: %SYS-5-CONFIG_I: a']],
  ])('are given no date where %s', (_why, lines) => {
    const log = readLog(lines.join('\n'), { side: 'a', file: 'log', year: 2026 });
    const dated = dateUptimes(log).events.flatMap(({ at }) => at ?? []);
    expect(dated.every((at) => log.events.some((event) => event.at === at))).toBe(true);
    expect(dateUptimes(log).events.at(-1)?.at ?? 0).not.toBeGreaterThan(T0 + 86_400_000);
  });
});
