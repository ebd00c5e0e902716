/** Lines that an editor broke with a sign of its own are whole again at every width, and no SPI is read out of a half. */
import { describe, expect, it } from 'vitest';
import { openText } from '../../../src/bundle/door/open.ts';

const LINES = [
  '000112: Jan  5 2026 02:49:00.014 UTC: ISAKMP: (1003):Successfully installed IPSEC SA (SPI:0x730C2FF8) on GigabitEthernet0/0',
  '000113: Jan  5 2026 02:49:00.030 UTC: IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI 5E3A1B44',
  "000114: Jan  5 2026 02:50:21.223 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0",
  '000115: Jan  5 2026 02:51:00.000 UTC: %SYS-5-CONFIG_I: Configured from console by ops on vty0',
];
const read = (text: string) =>
  openText({ path: 'log.txt', text: '', bytes: 0, sha256: '' }, text)
    .rest.lines.map((line) => line.trimEnd())
    .filter((line) => line !== '');
const pieces = (line: string, width: number) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
const WIDTHS = [60, 72, 79, 80, 96, 100, 119, 125, 131];

describe('a mark behind each piece', () => {
  const cases = ['\\', '$', '\u21A9', '\u23CE'].flatMap((mark) => WIDTHS.map((width) => ({ mark, width })));
  it.each(cases)('joins it to the next: $mark at $width', ({ mark, width }) => {
    const folded = LINES.flatMap((line) => pieces(line, width - 1).map((piece) => (piece.length === width - 1 ? piece + mark : piece)));
    expect(read(`${folded.join('\n')}\n`)).toEqual(LINES);
  });

  it('is a sign of the text where other lines of the width have none', () => {
    const texts = [
      'Jan  5 2026 02:49:00.000 UTC: %SYS-5-CONFIG_I: Configured from console by $',
      LINES[3]?.slice(0, 74) ?? '',
      LINES[3] ?? '',
    ];
    expect(read(texts.join('\n'))).toEqual(texts);
  });
});

describe('a mark before each piece that goes on', () => {
  const cases = ['\u21AA ', '\u21B3 ', '   \u2937 '].flatMap((mark) => WIDTHS.map((width) => ({ mark, width })));
  it.each(cases)('joins it to the one above: $mark at $width', ({ mark, width }) => {
    const folded = LINES.flatMap((line) => pieces(line, width).map((piece, at) => (at === 0 ? piece : mark + piece)));
    expect(read(folded.join('\n'))).toEqual(LINES);
  });

  it('has a blank between words that were broken there', () => {
    const folded = LINES.flatMap((line) => [
      line.slice(0, line.lastIndexOf(' ', 90)),
      `\u21AA ${line.slice(line.lastIndexOf(' ', 90) + 1)}`,
    ]);
    expect(read(folded.join('\n'))).toEqual(LINES);
  });
});
