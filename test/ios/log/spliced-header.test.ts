/** What a relay put before the second of two messages on one line goes with the second, and no word of the first one does. */
import { describe, expect, it } from 'vitest';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { unsplice } from '../../../src/bundle/door/spliced.ts';
import { readLogLine } from '../../../src/ios/log/line.ts';
import { spliceAt } from '../../../src/ios/log/splice.ts';

const SECOND =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0";
const FIRSTS = [
  'ISAKMP: ignoring request to send delete notify (no ISAKMP sa) src 192.0.2.1 dst 198.51.100.1 for SPI 0x730C2FF8',
  '%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to down',
  SECOND,
];
const STAMPED: [string, string][] = [
  ['Jan  5 03:00:21 hq 120: ', 'Jan  5 03:00:22 hq 121: '],
  ['Jan  5 03:00:21 hq 120: ', 'Jan 15 03:00:22 hq 121: '],
  ['Jan  5 03:00:21 192.0.2.9 ', 'Jan  5 03:00:22 198.51.100.9 '],
  ['<189>Jan  5 03:00:21 hq 120: ', '<188>Jan  5 03:00:22 hq 121: '],
  ['Jan  5 2026 03:00:21 192.0.2.9 120: hq: ', 'Jan  5 2026 03:00:22 192.0.2.9 121: hq: '],
  ['2026-01-05T03:00:21.400+00:00 hq 120: ', '2026-01-05T03:00:22.001+00:00 branch 77: '],
  ['2026-01-05T03:00:21Z hq : ', '2026-01-05T03:00:22Z hq : '],
  ['<190>1 2026-01-05T03:00:21.400Z hq - - - - ', '<190>1 2026-01-05T03:00:22.400Z hq - - - - '],
  ['<189>120: hq: ', '<188>121: hq: '],
  ['hq: 000120: ', 'hq: 000121: '],
  ['2026-01-05 03:00:21\tLocal7.Debug\t192.0.2.9\t120: ', '2026-01-05 03:00:22\tLocal7.Warning\t192.0.2.9\t121: '].map((each) =>
    each.replace('Warning', 'Debug'),
  ) as [string, string],
];

describe.each(STAMPED)('behind the header %j the header %j', (one, two) => {
  it.each(FIRSTS)('goes with the second message behind: %s', (first) => {
    for (const mark of ['', '*', '.'])
      for (const glue of [' ', '  ', '; ']) {
        const before = `${one}${mark}Jan  5 03:00:20.903 UTC: ${first}${glue}`;
        const second = `${two}${mark}Jan  5 03:00:21.223 UTC: ${SECOND}`;
        const at = spliceAt(`${before}${second}`);
        expect(`${before}${second}`.slice(at)).toBe(second);
        const { lines } = unsplice(openPage('a/hq.log', `${before}${second}`));
        expect(lines).toEqual([before, second]);
        expect(readLogLine(lines[1] ?? '').stamp).toEqual(readLogLine(second).stamp);
      }
  });
});

it.each(STAMPED.slice(0, 3))('goes with it where the router printed no stamp: %j, %j', (one, two) => {
  const line = `${one}${FIRSTS[1]} ${two}${SECOND}`;
  expect(line.slice(spliceAt(line))).toBe(`${two}${SECOND}`);
});

it.each([
  'Jan  5 03:00:20.903 UTC: %PKI-6-CERTEXP: valid until Jan  5 03:00:22 UTC ',
  'Jan  5 03:00:20.903 UTC: %SYS-5-CONFIG_I: Configured from console by nils on vty0 (192.0.2.80) ',
  'Jan  5 03:00:20.903 UTC: %SYS-6-CLOCKUPDATE: System clock has been updated from 03:00:19 UTC Mon Jan 5 2026 to 03:00:20 UTC Mon Jan 5 2026, configured from NTP by 192.0.2.80. ',
])('no word of the first goes with the second: %s', (first) => {
  const second = `Jan  5 03:00:21.223 UTC: ${SECOND}`;
  expect(`${first}${second}`.slice(spliceAt(`${first}${second}`))).toBe(second);
});
