/** Stamps that only a relay, a viewer or an export put before a message, in the forms of their countries and tools. */
import { describe, expect, it } from 'vitest';
import { openText } from '../../../src/bundle/door/open.ts';
import { readLogLine } from '../../../src/ios/log/line.ts';
import { calendarAt } from '../../../src/ios/log/stamp.ts';

const INVALID =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";
const NOTE = '%SYS-5-CONFIG_I: Configured from console by ops on console';
const UNKNOWN_ORDER = /day or the month first/;

function open(text: string) {
  return openText({ path: 'a/export.log', text, bytes: text.length, sha256: '' }, text).rest;
}

/** `2026-01-05T03:00:21.223Z` of each message, or none. */
function times(text: string): (string | undefined)[] {
  return open(text).lines.flatMap((line) => {
    const { body, stamp, isDamaged } = readLogLine(line);
    if (!body.startsWith('%')) return [];
    if (stamp?.kind !== 'calendar') return [undefined];
    expect(isDamaged).toBe(false);
    expect(stamp.precisionMs).toBe(2000);
    return [new Date(calendarAt(stamp, stamp.year ?? 1972)).toISOString()];
  });
}

describe('the one stamp of a line is its relay’s', () => {
  it.each([
    ['Kibana', 'Jan 5, 2026 @ 03:00:21.223 hq ', '2026-01-05T03:00:21.223Z'],
    ['Kibana, in columns', 'Jan 5, 2026 @ 03:00:21.223\thq\t', '2026-01-05T03:00:21.223Z'],
    ['Kibana of old', 'January 5th 2026, 03:00:21.223 ', '2026-01-05T03:00:21.223Z'],
    ['dots', '05.01.2026 14:50:21 hq ', '2026-01-05T14:50:21.000Z'],
    ['dots behind a priority', '<189>05.01.2026 14:50:21 hq 521: ', '2026-01-05T14:50:21.000Z'],
    ['dots behind a host', 'hq 5.1.2026, 4:50:21,125 ', '2026-01-05T04:50:21.125Z'],
    ['dots in columns', '05.01.2026;14:50:21;hq;', '2026-01-05T14:50:21.000Z'],
    ['dots and a short year', '05.01.26 14:50:21 ', '2026-01-05T14:50:21.000Z'],
    ['seconds since 1970', '1767582021 hq 521: ', '2026-01-05T03:00:21.000Z'],
    ['the same with parts', '1767582021.223 hq ', '2026-01-05T03:00:21.223Z'],
    ['milliseconds', '1767582021223 ', '2026-01-05T03:00:21.223Z'],
    ['nanoseconds', '1767582021223000000 ', '2026-01-05T03:00:21.223Z'],
    ['a day over 12, month first', '1/15/2026 2:50:21 PM ', '2026-01-15T14:50:21.000Z'],
    ['a comma behind the month', '05 Jan, 2026 02:50:21 PM ', '2026-01-05T14:50:21.000Z'],
    ['noon', '1/15/2026 12:50:21 PM ', '2026-01-15T12:50:21.000Z'],
    ['midnight', '1/15/2026 12:50:21 a.m. ', '2026-01-15T00:50:21.000Z'],
    ['a day over 12, day first', '15/01/2026 14:50:21 ', '2026-01-15T14:50:21.000Z'],
    ['the same figure twice', '5/5/2026 14:50:21 ', '2026-05-05T14:50:21.000Z'],
    ['a viewer on Windows', '01-15-2026\t14:50:21\tLocal7.Warning\t192.0.2.1\t521: ', '2026-01-15T14:50:21.000Z'],
    ['ISO and a zone behind a blank', '2026-01-05 03:00:21,223 +0100 hq ', '2026-01-05T02:00:21.223Z'],
    ['ISO in brackets', '[2026-01-05T03:00:21Z] hq ', '2026-01-05T03:00:21.000Z'],
    ['ISO behind a host', 'hq 2026-01-05 03:00:21,223 ', '2026-01-05T03:00:21.223Z'],
    ['slashes, year first', '2026/01/05 03:00:21 ', '2026-01-05T03:00:21.000Z'],
    ['a web server’s', '05/Jan/2026:03:00:21 +0100 hq ', '2026-01-05T02:00:21.000Z'],
    ['a mail’s', 'Mon, 05 Jan 2026 03:00:21 +0100 hq ', '2026-01-05T02:00:21.000Z'],
    ['the year last', 'Mon Jan  5 03:00:21 2026 hq ', '2026-01-05T03:00:21.000Z'],
  ])('%s: `%s`', (_form, stamp, at) => {
    expect(times(`${stamp}${INVALID}\n${stamp}${NOTE}\n`)).toEqual([at, at]);
  });

  it.each([
    ['a table', `"Time","Host","Message"\n"Jan 5, 2026 @ 03:00:21.223","hq","${INVALID}"\n"Jan 5, 2026 @ 03:00:21.223","hq","${NOTE}"`],
    ['a table with bare numbers', `"_time",host,"_raw"\n1767582021.223,hq,"${INVALID}"\n1767582021.223,hq,"${NOTE}"`],
    ['records', [INVALID, NOTE].map((message) => JSON.stringify({ message, '@timestamp': 'Jan 5, 2026 @ 03:00:21.223' })).join('\n')],
    ['records with numbers', [INVALID, NOTE].map((message) => JSON.stringify({ timestamp: 1767582021.223, message })).join('\n')],
    ['thousandths', [INVALID, NOTE].map((message) => JSON.stringify({ host: 'hq', message, ts: 1767582021223 })).join('\n')],
  ])('in %s', (_form, text) => {
    expect(times(text)).toEqual(['2026-01-05T03:00:21.223Z', '2026-01-05T03:00:21.223Z']);
  });
});

describe('a date that may have the day or the month first', () => {
  it.each([
    ['over midnight', ['1/5/2026 11:59:21 PM', '1/6/2026 12:00:22 AM'], ['2026-01-05T23:59:21.000Z', '2026-01-06T00:00:22.000Z']],
    ['the newest first', ['06/01/2026 00:00:22', '05/01/2026 23:59:21'], ['2026-01-05T23:59:21.000Z', '2026-01-06T00:00:22.000Z']],
    ['over the end of a month', ['31/03/2026 10:00:00', '01/04/2026 10:00:00'], ['2026-03-31T10:00:00.000Z', '2026-04-01T10:00:00.000Z']],
    [
      'by what grows',
      ['02-11-2026 10:00:00', '03-10-2026 10:00:00', '04-12-2026 10:00:00'],
      ['2026-02-11T10:00:00.000Z', '2026-03-10T10:00:00.000Z', '2026-04-12T10:00:00.000Z'],
    ],
  ])('is told by the file: %s', (_what, stamps, at) => {
    expect(times(stamps.map((stamp, index) => `${stamp} %SYS-5-CONFIG_I: Configured from console by ops${index}`).join('\n'))).toEqual(at);
  });

  it.each([
    ['on one day', (time: string) => `1/5/2026 2:${time} PM `],
    ['on one day, in a terminal program', (time: string) => `[05/01/2026 02:${time}] `],
    ['in a table', (time: string) => `"05-01-2026 02:${time}","hq",`],
  ])('is told by nobody %s: no time is taken, and that is said', (_what, stamp) => {
    const quote = stamp('').startsWith('"') ? '"' : '';
    const text = [INVALID, NOTE].map((body, index) => `${stamp(`50:2${index}`)}${quote}${body}${quote}`).join('\n');
    expect(times(text)).toEqual([undefined, undefined]);
    expect(open(text).done.join()).toMatch(UNKNOWN_ORDER);
  });
});

describe('what is no relay’s stamp', () => {
  it.each([
    ['a number of messages', `1767582021: ${NOTE}`],
    ['no time', `45.13.2026 14:50:21 ${NOTE}`],
    ['no hour', `15.01.2026 25:50:21 ${NOTE}`],
    ['no half of a day', `1/15/2026 14:50:21 PM ${NOTE}`],
  ])('%s', (_what, line) => {
    expect(readLogLine(open(`${line}\n${line}`).lines[0] ?? '').stamp).toBeUndefined();
  });

  it('goes before no stamp of the router’s own', () => {
    const own = `Jan 5, 2026 @ 03:00:24.223 hq 1: Jan  5 2026 03:00:21.223 UTC: ${NOTE}`;
    expect(open(own).lines[0]).toBe(own);
    expect(readLogLine(own).stamp).toMatchObject({ msOfDay: 10_821_223, precisionMs: 1 });
  });

  it('stands before no line below a message', () => {
    const lines = ['IPSEC(create_sa): sa created,', '  (sa) sa_dest= 192.0.2.1, sa_proto= 50,', '    sa_spi= 0xB761863E(3076621886),'];
    expect(open(lines.map((line) => `05.01.2026 03:00:21 ${line}`).join('\n')).lines).toEqual([
      `2026-01-05 03:00:21 ${lines[0]}`,
      ...lines.slice(1),
    ]);
  });
});

describe('a table in which only what needs quotation marks has them', () => {
  const stamps = ['2026-01-05 03:00:21', '05.01.2026 03:00:21', '1767582021.000', 'Jan 5, 2026 @ 03:00:21.000', '2026-01-05T03:00:21.000Z'];
  const columns: Record<string, (stamp: string, message: string) => string[]> = {
    'device,timestamp,program,msg,priority': (stamp, message) => ['hq', stamp, /%([^:]+)/.exec(message)?.[1] ?? '', message, 'warning'],
    'timestamp,device,msg': (stamp, message) => [stamp, 'hq', message],
    'id,date,host,facility,message': (stamp, message) => ['4711', stamp, 'hq', 'local7', message],
  };
  const quoted = (field: string) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
  const forms = Object.entries(columns).flatMap(([heading, fields]) => stamps.map((stamp) => ({ heading, stamp, fields })));

  it.each(forms)('has the same time in rows with and without them: $heading, $stamp', ({ heading, stamp, fields }) => {
    const rows = [NOTE, INVALID, NOTE, NOTE, INVALID].map((message) => fields(stamp, message).map(quoted).join(','));
    expect(times(`${heading}\n${rows.join('\n')}\n`)).toEqual(rows.map(() => '2026-01-05T03:00:21.000Z'));
    expect(open(`${heading}\n${rows.join('\n')}\n`).lines.filter((line) => line.endsWith('srcaddr=198.51.100.1')).length).toBe(2);
  });
});
