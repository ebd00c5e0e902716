/** Of an SPI that is printed in two forms the whole one is taken for the damaged one, where the two cannot say different things. */
import { describe, expect, it } from 'vitest';
import { readLog } from '../../../src/ios/log/log.ts';

function heard(spi: string): string[] {
  const said = `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=${spi}, srcaddr=198.51.100.1, input interface=GigabitEthernet0/0`;
  const { events } = readLog(`Jan  5 2026 03:00:21.223 UTC: ${said}\n`, { side: 'a', file: 'show_logging.txt', year: 2026 });
  return events.map((event) => (event.kind === 'invalid-spi' ? `${event.spi} ${event.printedDecimal ?? 'alone'}` : event.kind));
}

describe('an SPI of which one form is damaged', () => {
  it.each([
    '0x73?C2FF8(1930178552)',
    '0x730C2F\uFFFD8(1930178552)',
    '0x73OC2FF8(1930178552)',
    '0x**0C2FF8(1930178552)',
    '0x730c2ffX(1930178552)',
    '0x730C2FF8(19301?8552)',
    '0x730C2FF8(1930l78552)',
    '0x730C2FF8(*)',
    '0x730C2FF(1930178552)',
    'Ox730C2FF8(1930178552)',
    'ox730C2FF8 (1930178552)',
    '0\u00D7730C2FF8(1930178552)',
    '0x\u00D773OC2FF8(1930178552)',
    '730C2FF8(1930178552)',
    '0x730C 2FF8(1930178552)',
    '0x 730C2 FF8(1930178552)',
    '0x730Csh run2FF8(1930178552)',
    '0x7exit30C2FF8 (1930178552)',
    '0x730C2FFadd8(1930178552)',
    '0x730C2FF8c(1930178552)',
    '0x730C2FF8sh ver (1930178552)',
    '0x730C2FF8O(1930178552)',
    'sh0x730C2FF8(1930178552)',
    '0xl730C2FF8(1930178552)',
    '0x7s30Ch2FF8(1930178552)',
    '0x73x0C2gFF8(1930178552)',
    '0x730C2FF8(193 0178552)',
    '0x730C2FF8(193017855l)',
    '0x730C2FF8(1930178552exit)',
  ])('is that of the other: %s', (spi) => {
    expect(heard(spi)).toEqual(['0x730C2FF8 alone']);
  });

  it.each([
    '0x12Z45678(1930178552)',
    '0x7????FF8(1930178552)',
    '0xXYZ(1930178552)',
    '0x730C(1930178552)',
    'Ox730D2FF8(1930178552)',
    '0x730D 2FF8(1930178552)',
    '0x730Dsh run2FF8(1930178552)',
    '0x730Csh run2FF(1930178552)',
    '0x730C2F?8(19301?8552)',
    '0x730C2FF8c',
    '0x730C2FFO',
    '0x730C2FO8',
    '0x730C2FF8c(19301?8552)',
    '0x730D2FF8c(1930178552)',
    '0x73O0C2FF9(1930178552)',
  ])('is lost, and the message is not, where the two may differ: %s', (spi) => {
    expect(heard(spi)).toEqual(['syslog']);
  });

  it.each([
    '0xC2FF812(204470290)',
    '0xC2FO812(204470290)',
    '0xC2FF8l2(204470290)',
    '0xC2FF812c(204470290)',
    '0xC2sh runFF812(204470290)',
    '0xcC2FF812(204470290)',
    '0xsC2hFF812(204470290)',
  ])('is that of the other where IOS prints no nought in front: %s', (spi) => {
    expect(heard(spi)).toEqual(['0x0C2FF812 alone']);
  });

  it('is doubted as before where both are whole and differ', () => {
    expect(heard('0x11112222(1930178552)')).toEqual(['0x11112222 1930178552']);
  });
});
