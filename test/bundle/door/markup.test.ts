/** A mail or a page of the web that was saved as it is reads like what it showed. */
import { describe, expect, it } from 'vitest';
import { unmark } from '../../../src/bundle/door/markup.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';

const LINES = ["Nov  9 14:01:00: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet", 'Nov  9 14:02:00: <removed> & so on'];
const escaped = LINES.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;'));
const FORMS: Record<string, string> = {
  'with breaks': `<html><body><pre>${escaped.join('<br>')}</pre></body></html>`,
  'with closed breaks': `<p>${escaped.join('<br/>')}</p>`,
  'in divisions with fixed blanks': `<div dir="ltr">${escaped.map((line) => `<div>${line.replaceAll('  ', '&nbsp; ')}</div>`).join('')}</div>`,
  'as a table': `<table>${escaped.map((line) => `<tr><td class="log">${line.replaceAll("'", '&#x27;')}</td></tr>`).join('\n')}</table>`,
  'of a word processor': `<p class=MsoNormal><span style='font-family:"Courier New"'>${escaped.join('<o:p></o:p></span></p>\n<p class=MsoNormal><span>')}</span></p>`,
};

describe('markup', () => {
  it.each(Object.entries(FORMS))('is taken off: %s', (_what, text) => {
    const { lines } = unmark(openPage('case.html', text));
    expect(lines.filter((line) => line.trim() !== '')).toEqual(LINES);
  });

  it.each([3, 450, 3000])('is taken off a log of %i lines, which only its first and its last line show', (count) => {
    const printed = Array.from({ length: count }, (_, at) => `Nov  9 14:01:00.${String(at).padStart(3, '0')}: %SYS-5-CONFIG_I: by vty0`);
    for (const end of ['</pre></body></html>', '\n</pre>\n</body>\n</html>\n']) {
      const { lines } = unmark(openPage('case.html', `<html><body><pre>hq#show logging\n${printed.join('\n')}${end}`));
      expect(lines.filter((line) => line.trim() !== '')).toEqual(['hq#show logging', ...printed]);
    }
  });

  it.each(["<189>12: hq: Nov  9 14:01:00: %SYS-5-CONFIG_I: from <removed> & 'x'", 'address <peer-ip>', 'a <b and c> d'])(
    'is not what a router or a person who masks prints: %s',
    (line) => {
      const page = openPage('a/log', `${line}\n${line}`);
      expect(unmark(page)).toBe(page);
    },
  );
});

describe('a mark of where a word may break', () => {
  it.each(['<wbr>', '<wbr/>', '&shy;', '&ZeroWidthSpace;', '&#8203;', '&#xAD;'])('shows nothing, wherever it stands: %s', (mark) => {
    const said = 'Nov  9 14:01:00: %CRYPTO-4-RECVD_PKT_INV_SPI: spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1';
    for (const sign of ['_', '=', '.', '0'])
      expect(unmark(openPage('log.txt', `${said.replaceAll(sign, sign + mark)}\n${said}`)).lines).toEqual([said, said]);
  });
});
