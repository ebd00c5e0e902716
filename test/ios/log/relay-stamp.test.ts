/** The stamps of relays, and forms of stamps that people's clocks print. */
import { describe, expect, it } from 'vitest';
import { readLogLine } from '../../../src/ios/log/line.ts';
import { calendarAt } from '../../../src/ios/log/stamp.ts';

const BODY = '%SYS-5-CONFIG_I: Configured from console by ops on console';

function readAt(line: string): string | undefined {
  const { stamp, body } = readLogLine(line);
  expect(body).toBe(BODY);
  return stamp?.kind === 'calendar' ? new Date(calendarAt(stamp, stamp.year ?? 2026)).toISOString() : undefined;
}

it.each([
  [`<189>Jan  5 03:00:21 hq 521: ${BODY}`, '2026-01-05T03:00:21.000Z'],
  [`Jan 05 03:00:21 198.51.100.1 521: ${BODY}`, '2026-01-05T03:00:21.000Z'],
  [`2026-01-05T03:00:21.223+01:00 hq 521: ${BODY}`, '2026-01-05T02:00:21.223Z'],
  [`<189>1 2026-01-05T03:00:21Z hq - - - ${BODY}`, '2026-01-05T03:00:21.000Z'],
  [`2026-01-05 03:00:21,500 hq ${BODY}`, '2026-01-05T03:00:21.500Z'],
])('a relay’s stamp is used, less sharply, where the device printed none: %s', (line, at) => {
  expect(readAt(line)).toBe(at);
  expect(readLogLine(line)).toMatchObject({ isDamaged: false, stamp: { precisionMs: 2000 } });
});

it('the device’s own stamp goes before that of its relay', () => {
  expect(readAt(`<189>Jan  5 03:00:25 hq 521: Jan  5 2026 03:00:21.223 UTC: ${BODY}`)).toBe('2026-01-05T03:00:21.223Z');
});

it.each([`<189>521: ${BODY}`, `2026-13-05T03:00:21Z hq ${BODY}`, `Jan 45 03:00:21 hq 5: ${BODY}`])('%s has no stamp', (line) => {
  expect(readAt(line)).toBeUndefined();
});

it.each([
  [`*Jul. 3 2026 03:00:21.223: ${BODY}`, '2026-07-03T03:00:21.223Z'],
  [`Jul.  3 03:00:21.223 UTC: ${BODY}`, '2026-07-03T03:00:21.223Z'],
  [`Jan  5 2026 03:00:21.223 +0100: ${BODY}`, '2026-01-05T02:00:21.223Z'],
  [`Jan  5 2026 03:00:21.223 EU_TZ: ${BODY}`, '2026-01-05T03:00:21.223Z'],
])('%s is stamped', (line, at) => {
  expect(readAt(line)).toBe(at);
});

describe('a name behind a time', () => {
  it.each([
    ['Jan  5 03:00:21 hq: ', undefined, 2000],
    ['Jan  5 03:00:21 R1: ', undefined, 2000],
    ['Jan  5 03:00:21 CET: ', 'CET', 1000],
    ['*Jan  5 03:00:21.123 mine: ', 'mine', 1],
  ])('of %s is a host or a zone: %s', (stamp, zone, precisionMs) => {
    expect(readLogLine(`${stamp}%SYS-5-CONFIG_I: Configured from console`).stamp).toMatchObject({ zone, precisionMs });
  });
});
