import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLogLine } from '../../../src/ios/log/line.ts';
import { calendarAt, type Stamp, YEAR_UNKNOWN } from '../../../src/ios/log/stamp.ts';

function at(stamp: Stamp | undefined): string | undefined {
  return stamp?.kind === 'calendar' ? new Date(calendarAt(stamp, stamp.year ?? YEAR_UNKNOWN)).toISOString() : undefined;
}

const BODY = '%SYS-5-CONFIG_I: Configured from console by ops on vty0 (192.0.2.9)';

describe('the envelope of a log line', () => {
  it.each([
    ['a mark that says the clock was never set', `*Mar  1 00:42:09.431: ${BODY}`, '1972-03-01T00:42:09.431Z', '*'],
    ['a mark that says NTP was lost', `.Mar 26 22:17:36: ${BODY}`, '1972-03-26T22:17:36.000Z', '.'],
    ['no mark', `Jun  5 05:11:04.626: ${BODY}`, '1972-06-05T05:11:04.626Z', ''],
    ['one blank before a day of one figure', `Jun 8 19:14:38.051 GMT: ${BODY}`, '1972-06-08T19:14:38.051Z', ''],
    ['the year behind the day', `Jan 16 2022 22:11:43.398 UTC: ${BODY}`, '2022-01-16T22:11:43.398Z', ''],
    ['the year in front', `2022 Jan 16 22:11:43.398 UTC: ${BODY}`, '2022-01-16T22:11:43.398Z', ''],
    ['microseconds', `*Apr 29 13:58:46.000001: ${BODY}`, '1972-04-29T13:58:46.000Z', '*'],
    ['a zone', `Jun  5 05:11:04.626 EST: ${BODY}`, '1972-06-05T10:11:04.626Z', ''],
    ['a zone glued to the seconds', `*Feb  2 11:39:59KST: ${BODY}`, '1972-02-02T02:39:59.000Z', '*'],
    ['an empty host field', `Jan 10 12:18:43.404 EDT: : ${BODY}`, '1972-01-10T16:18:43.404Z', ''],
    ['a summer time with a long name', `Jan 16 2022 22:11:43 METDST: ${BODY}`, '2022-01-16T20:11:43.000Z', ''],
    ['a host behind the stamp', `Jun  5 05:11:04.626: branch: ${BODY}`, '1972-06-05T05:11:04.626Z', ''],
    ['a prompt in front', `branch(config)#*Jun  5 05:11:04.626: ${BODY}`, '1972-06-05T05:11:04.626Z', '*'],
  ])('reads %s', (_what, line, expected, mark) => {
    const read = readLogLine(line);
    expect([read.body, at(read.stamp), read.mark, read.isHead, read.isDamaged]).toEqual([BODY, expected, mark, true, false]);
  });

  it.each([
    ['on the device', `000123: *Jun  5 05:11:04.626: ${BODY}`, undefined, 123],
    ['behind a priority', `<189>1577965: Mar 15 15:37:19KST: ${BODY}`, 189, 1577965],
    ['behind a host and a relay counter, which is not the device', `<189>30: branch: 6340004: *Mar  4 11:45:20: ${BODY}`, 189, 6340004],
    ['without a stamp', `000124: ${BODY}`, undefined, 124],
  ])('reads the sequence number %s', (_what, line, priority, sequence) => {
    const read = readLogLine(line);
    expect([read.body, read.priority, read.sequence]).toEqual([BODY, priority, sequence]);
  });

  it('keeps a relay header apart: its time is another clock', () => {
    const read = readLogLine(`<189>Jun 23 10:00:01 192.0.2.9 91: *Jun 23 09:59:58.120: ${BODY}`);
    expect([at(read.stamp), read.sequence, read.relay]).toEqual(['1972-06-23T09:59:58.120Z', 91, '<189>Jun 23 10:00:01 192.0.2.9 91: ']);
  });

  it.each([
    ['43w2d', 43 * 7 * 86400_000 + 2 * 86400_000, 86400_000],
    ['2y10w', (2 * 365 + 70) * 86400_000, 7 * 86400_000],
    ['3d04h', 76 * 3600_000, 3600_000],
    ['00:12:34', 754_000, 1000],
    ['00:12:34.567', 754_567, 1],
  ])('reads the uptime %s', (printed, uptimeMs, precisionMs) => {
    for (const prefix of ['', '<190>511: ', 'branch: ']) {
      expect(readLogLine(`${prefix}${printed}: ${BODY}`).stamp).toEqual({ kind: 'uptime', uptimeMs, precisionMs });
    }
  });

  it.each([
    ['a name that could be a zone', `Nov 12 02:52:01 branch: Nov 12 02:52:00.500 UTC: ${BODY}`, undefined],
    ['a name in capitals', `<189>Nov 12 02:52:01 HQ-R1: 004131: *Nov 12 02:52:00.500 UTC: ${BODY}`, 4131],
  ])("takes the first of two stamps for a relay's, with %s behind it", (_what, line, sequence) => {
    const read = readLogLine(line);
    expect([read.body, at(read.stamp), read.sequence]).toEqual([BODY, '1972-11-12T02:52:00.500Z', sequence]);
    expect(read.relay).toContain('Nov 12 02:52:01');
  });

  it.each(['hq 2025-11-12 ', '2025-11-12T02:52:02+00:00 192.0.2.80 ', '<189>12: relay: ', 'Nov 12 02:52:02 relay 12: '])(
    'takes the stamp of the device where two relays stand before it: %s',
    (first) => {
      for (const second of ['Nov 12 02:52:01 HQ-R1: ', 'Nov 12 02:52:01 branch: ']) {
        const { body, stamp, sequence, relay } = readLogLine(`${first}${second}004131: *Nov 12 02:52:00.500 UTC: ${BODY}`);
        expect([body, at(stamp), sequence]).toEqual([BODY, '1972-11-12T02:52:00.500Z', 4131]);
        expect(relay).toMatch(new RegExp(`${second.trim()}`));
      }
    },
  );

  it('says how precise a stamp is', () => {
    const precision = (line: string) => readLogLine(line).stamp?.precisionMs;
    expect([
      precision(`Jun  5 05:11:04: ${BODY}`),
      precision(`Jun  5 05:11:04.626: ${BODY}`),
      precision(`Jun  5 05:11:04.626123: ${BODY}`),
    ]).toEqual([1000, 1, 0.001]);
  });

  it('takes a debug line without a stamp for a message', () => {
    for (const body of [
      'ISAKMP:(0): local preshared key found',
      'IPSEC(create_sa): sa created,',
      'IKEv2:(SESSION ID = 7,SA ID = 1):Verify',
      BODY,
    ]) {
      expect(readLogLine(body)).toMatchObject({ body, isHead: true, isDamaged: false, stamp: undefined });
    }
  });

  it('calls a line damaged when a remnant stands in front of its body', () => {
    expect(readLogLine('R2#ar  1 00:55:40.971: ISAKMP (0:2): vendor ID is DPD')).toMatchObject({
      body: 'ISAKMP (0:2): vendor ID is DPD',
      isHead: true,
      isDamaged: true,
    });
  });

  it('does not take other text for a message', () => {
    for (const line of ['', '  (key eng. msg.) OUTBOUND local= 192.0.2.1', 'Success rate is 0 percent (0/5)', '!!!!!', 'hq#']) {
      expect(readLogLine(line)).toMatchObject({ body: line, isHead: false });
    }
  });

  it('gives no time to figures that are none', () => {
    expect(readLogLine(`Jun 45 25:61:04.626: ${BODY}`).stamp).toBeUndefined();
  });

  it('never throws, and loses no line', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (line) => typeof readLogLine(line).body === 'string'));
  });
});
