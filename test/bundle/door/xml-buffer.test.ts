/** `show logging xml` prints the values of a message: what we read of it gets its words again. */
import { describe, expect, it } from 'vitest';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { openXmlBuffer } from '../../../src/bundle/door/xml-buffer.ts';
import { readLog } from '../../../src/ios/log/log.ts';

function printed(name: string, values: readonly string[], seq = ''): string {
  const [facility, severity, id] = name.split('-');
  const args = values.map((value, at) => `<arg id="${at}">${value}</arg>`).join('');
  return `<ios-log-msg><facility>${facility}</facility><severity>${severity}</severity><msg-id>${id}</msg-id>${seq}<time>Jan  5 2026 09:21:14.300 UTC</time><args>${args}</args></ios-log-msg>`;
}

const UNKNOWN = printed('CRYPTO-4-RECVD_PKT_INV_SPI', ['198.51.100.1', '50', '0x72A6B704', '1923528452', '192.0.2.1'], '<seq>903</seq>');
const HEAD = '<log-xml-buffer size="44444 bytes"></log-xml-buffer>';

function events(text: string) {
  const { lines } = openXmlBuffer(openPage('a/show_logging_xml.txt', text));
  return readLog(lines.join('\n'), { side: 'a', file: 'show_logging_xml.txt', year: 2026 }).events;
}

describe('a message of the XML buffer', () => {
  it.each([
    ['on one line', UNKNOWN],
    ['folded within a tag', UNKNOWN.replaceAll('<arg id', '<arg\nid')],
    ['folded between tags', UNKNOWN.replaceAll('><', '>\n<')],
  ])('that names an unknown SPI is read: %s', (_how, text) => {
    expect(events(`${HEAD}\n\n${text}\n`)).toMatchObject([
      {
        kind: 'invalid-spi',
        spi: '0x72A6B704',
        source: '192.0.2.1',
        destination: '198.51.100.1',
        line: 3,
        at: Date.UTC(2026, 0, 5, 9, 21, 14, 300),
      },
    ]);
  });

  it('is a clock that was set, a restart, or any other by its name', () => {
    const set = printed('SYS-6-CLOCKUPDATE', ['20:42:46 KST Mon Mar 26 2012', '20:49:00 KST Mon Mar 26 2012', 'console', 'by', 'console']);
    expect(events([set, printed('SYS-5-RESTART', ['x']), printed('SYS-5-CONFIG_I', ['console', 'vty0'])].join('\n'))).toMatchObject([
      { kind: 'clock-step', toAt: Date.UTC(2012, 2, 26, 11, 49) },
      { kind: 'reload' },
      { kind: 'syslog', facility: 'SYS', mnemonic: 'CONFIG_I', message: 'console vty0' },
    ]);
  });

  it('whose values are cut is not made another', () => {
    expect(events(printed('CRYPTO-4-RECVD_PKT_INV_SPI', ['198.51.100.1', '50']))).toMatchObject([
      { kind: 'syslog', mnemonic: 'RECVD_PKT_INV_SPI' },
    ]);
  });

  it('that never ends takes nothing with it that comes long after', () => {
    const text = [`<ios-log-msg><facility>SYS</facility>`, ...Array.from({ length: 60 }, () => ''), UNKNOWN].join('\n');
    expect(events(text).map(({ kind }) => kind)).toContain('invalid-spi');
  });
});
