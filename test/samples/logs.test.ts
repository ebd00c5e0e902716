import { describe, expect, it } from 'vitest';
import { embeddedShows } from '../../src/ios/log/embedded-shows.ts';
import { readLogLine } from '../../src/ios/log/line.ts';
import { readLog } from '../../src/ios/log/log.ts';
import type { Event } from '../../src/ipsec/event.ts';
import { foldersOf, sample, samplesIn } from './samples.ts';

function events(path: string): Event[] {
  return readLog(sample(path), { side: 'a', file: path }).events;
}

describe.each(foldersOf(/./))('the samples in %s', (folder) => {
  it('are read without an error, line by line', () => {
    for (const path of samplesIn(folder)) {
      const log = readLog(sample(path), { side: 'a', file: path });
      expect(
        log.events.every(({ line, endLine }) => line >= 1 && line <= endLine && endLine <= log.lines),
        path,
      ).toBe(true);
    }
  });
});

/** Lines of a file that are a log's, and how many of them nobody reads: what shows printed in between is read as shows. */
function unread(path: string): { lines: number; unknown: number } {
  const lines = sample(path).split('\n');
  for (const { text, linesAbove } of embeddedShows(lines.join('\n')))
    lines.splice(
      linesAbove,
      text.split('\n').length,
      ...text.split('\n').map((line) => (readLogLine(line).stamp === undefined ? '' : line)),
    );
  const log = readLog(lines.join('\n'), { side: 'a', file: path });
  return { lines: lines.filter((line) => line.trim() !== '').length, unknown: log.unknown };
}

describe('lines that nobody reads', () => {
  it.each([
    ['debugs', ['debug-ikev2', 'debug-isakmp'], 1],
    ['records of both ends', ['two-sided'], 1],
    ['messages', ['syslog'], 1],
    ['show logging', ['show-logging'], 2],
  ])('are next to none of %s', (kind, folders, percent) => {
    const counts = folders.flatMap((folder) => samplesIn(folder).map(unread));
    const [lines, unknown] = [counts.reduce((sum, each) => sum + each.lines, 0), counts.reduce((sum, each) => sum + each.unknown, 0)];
    const share = (100 * unknown) / lines;
    console.log(`${kind}: ${unknown} of ${lines} lines unread, ${share.toFixed(2)} %`);
    expect(lines).toBeGreaterThan(50);
    expect(share).toBeLessThanOrEqual(percent);
  });
});

describe('published invalid SPIs', () => {
  it.each([
    ['inv-spi-no-interface-115801', [['0xB761863E', '10.1.1.1', undefined]]],
    [
      'inv-spi-repeated-same-spi-115801',
      [
        ['0x1DB73BBB', '10.1.1.1', undefined],
        ['0x1DB73BBB', '10.1.1.1', undefined],
      ],
    ],
    ['inv-spi-input-interface-116005', [['0x68842105', '11.1.1.3', 'Ethernet0/0']]],
    ['inv-spi-hsrp-backtick-no-timestamp', [['0x33C701EA', '1.1.56.6', undefined]]],
    [
      'inv-spi-nanog-two-peers-2017',
      [
        ['0x9E6D41B7', undefined, 'GigabitEthernet0/2'],
        ['0x430A8C9C', undefined, undefined],
      ],
    ],
    ['inv-spi-sdwan-tunnel-interface-221607', [['0x241BBFF1', '10.20.20.1', 'Tunnel10001']]],
    ['inv-spi-tz-double-colon-221607', [['0x215EBFF1', '10.40.40.1', undefined]]],
    ['inv-spi-prompt-prefix-eve-ng-dmvpn-with-eigrp-flap', [['0x136D8924', '161.132.38.201', 'Ethernet0/1']]],
  ])('are read from %s', (name, expected) => {
    const found = events(`syslog/${name}.txt`).flatMap((event) =>
      event.kind === 'invalid-spi' ? [[event.spi, event.source, event.interface]] : [],
    );
    expect(found).toEqual(expected);
  });

  it('stand 60.752 s apart in the pair of the tech note', () => {
    const [first, second] = events('syslog/inv-spi-repeated-same-spi-115801.txt');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(60_752);
  });
});

describe('published ISAKMP lines', () => {
  it('leave next to none unread', () => {
    const logs = samplesIn('debug-isakmp').map((path) => readLog(sample(path), { side: 'a', file: path }));
    const [lines, unknown] = [logs.reduce((sum, log) => sum + log.lines, 0), logs.reduce((sum, log) => sum + log.unknown, 0)];
    expect(unknown / lines).toBeLessThan(0.05);
  });

  it('of 12.4 give the whole negotiation', () => {
    const list = events('debug-isakmp/ios124-mm-qm-initiator-isakmp+ipsec-R2-12.1.1.2.txt');
    const messages = list.filter((event) => event.kind === 'message');
    expect(messages.map(({ exchange, direction, step }) => `${exchange} ${direction} ${step}`)).toEqual([
      'main sent 1',
      'main received 2',
      'main sent 3',
      'main received 4',
      'main sent 5',
      'main received 6',
      'informational received 1',
      'quick sent 1',
      'quick received 2',
      'quick sent 3',
    ]);
    expect(messages.find(({ exchange }) => exchange === 'quick')?.messageId).toBe(3868706898);
    const created = list.filter((event) => event.kind === 'child-sa' && event.change === 'created');
    expect(created).toMatchObject([
      { spi: '0x5E39E570', direction: 'inbound' },
      { spi: '0x0E06FF44', direction: 'outbound' },
    ]);
  });
});

describe('published relays and dates', () => {
  it('are all read, with their time', () => {
    const log = readLog(sample('syslog/cisco-date-format-variants-elastic.txt'), { side: 'a', file: 'x' });
    expect([log.events.length, log.events.every(({ at }) => at !== null), log.unknown, log.damaged]).toEqual([21, true, 0, 0]);
  });

  it('step where the clock was set', () => {
    const steps = events('syslog/ios-real-kst-glued-timezone-uptime-clockupdate.txt').filter((event) => event.kind === 'clock-step');
    expect(steps.map(({ fromAt, toAt }) => (toAt ?? 0) - (fromAt ?? 0))).toEqual([374_000, 573_485_560_000]);
  });

  it('show a reload', () => {
    expect(events('syslog/iosxe-boot-crypto-selftest-after-reload.txt').filter(({ kind }) => kind === 'reload')).toHaveLength(3);
  });
});
