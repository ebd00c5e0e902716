/** What an office program or a keyboard of another script retyped reads as the router printed it. */
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/bundle/decode.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { unwrap } from '../../../src/bundle/door/wrapping.ts';

const FIRST =
  "000812: Jan  5 2026 08:54:30.400 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet, prot=50, spi=0x41A2B301(1101181697)";
const SECOND = '000813: Jan 12 2026 08:55:31.100 UTC: ISAKMP: (1016):beginning Quick Mode exchange, M-ID of 1111';
const LOG = `${FIRST}\n${SECOND}`;

function read(text: string): string[] {
  return unwrap(openPage('a/show_logging.txt', text)).lines.filter((line) => line !== '');
}

const wide = (text: string, signs: RegExp): string => text.replace(signs, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

describe('signs that stand for others', () => {
  it.each([
    ['an apostrophe of a word processor', LOG.replaceAll("'", '\u2019')],
    ['the other one', LOG.replaceAll("'", '\u2018')],
    ['an accent', LOG.replaceAll("'", '\u00B4')],
    ['wide colons and percent signs', wide(LOG, /[:%]/g)],
    ['wide letters, figures and signs', wide(LOG, /[!-~]/g)],
    ['returns of a cell', `${LOG.replaceAll('\n', '_x000D_\n')}_x000D_`],
    ['tabs for its blanks', LOG.replaceAll('Jan  5 ', 'Jan\t5\t').replaceAll('Jan 12 ', 'Jan\t12 ')],
    ['commas in its stamps', LOG.replace(/(:\d\d)\.(\d{3} UTC)/g, '$1,$2')],
  ])('%s', (_what, text) => {
    expect(read(text)).toEqual([FIRST, SECOND]);
  });

  it('quotation marks are straight, but for those of a table that has its own', () => {
    const said = '%SYS-5-CONFIG_I: by \u201Cops\u201D';
    expect(read(`${SECOND}\nJan  5 2026 08:55:31.100 UTC: ${said}`)[1]).toContain('by "ops"');
    const table = read(`host,message\nhq,"${SECOND}"\nhq,"Jan 12 2026 08:55:32.100 UTC: ${said}"`);
    expect(table.join('\n')).toContain('by \u201Cops\u201D');
  });

  it('is no stamp where a tab stands in a message', () => {
    const text = 'Jan  5 2026 08:54:30.400 UTC: %SYS-5-CONFIG_I: Jan\t5\tseen';
    expect(read(text)).toEqual([text]);
  });
});

describe('line ends', () => {
  it.each(['\v', '\u0085', '\u2028', '\u2029'])('of other programs end a line: %j', (end) => {
    expect(read([FIRST, SECOND, FIRST].join(end))).toEqual([FIRST, SECOND, FIRST]);
  });
});

describe('a file of Windows', () => {
  const bytesOf = (text: string, sign: number): Uint8Array =>
    Uint8Array.from(text, (letter) => (letter === "'" || letter === '"' ? sign : letter.charCodeAt(0)));

  it.each([0x91, 0x92])('has its own apostrophes: %d', (sign) => {
    expect(decode(bytesOf(LOG, sign)).text).toBe(LOG);
  });

  it('has quotation marks and dashes', () => {
    expect(decode(Uint8Array.from([0x93, 0x61, 0x94, 0x20, 0x96, 0x20, 0x97, 0x20, 0xe9])).text).toBe('"a" - - \u00e9');
  });

  it('is none where a terminal wrote its codes in one byte', () => {
    expect(decode(Uint8Array.from([0x9b, 0x30, 0x6d, 0x61, 0x92])).text).toBe('\u009b0ma\u0092');
  });
});
