/** A text that went through base64 or an address reads as what was put in, line by line. */
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/bundle/door/encoded.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';

const LINES = [
  "000812: Jan  5 2026 08:54:30.400 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x41A2B301(1101181697), srcaddr=198.51.100.1",
  '000813: Jan  5 2026 08:55:31.100 UTC: ISAKMP: (1016):beginning Quick Mode exchange, M-ID of 1111',
  '000814: Jan  5 2026 08:55:31.104 UTC: ISAKMP: (1016):QM Initiator gets spi',
  '',
];
const LOG = LINES.join('\n');
const read = (text: string) => decodeText(openPage('a/show_logging.txt', text));

function folded(text: string, width: number): string {
  return (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');
}

describe('a file in base64', () => {
  it.each([64, 76, 400])('in lines of %d signs is read, with the lines in which each begins', (width) => {
    const page = read(`${folded(btoa(LOG), width)}\n`);
    expect(page.lines).toEqual(LINES);
    expect(page.numbers).toEqual(
      LINES.map((_, at) =>
        Math.min(
          Math.ceil(btoa(LOG).length / width),
          Math.floor((LINES.slice(0, at).join('\n').length + (at === 0 ? 0 : 1)) / 3 / (width / 4)) + 1,
        ),
      ),
    );
  });

  it.each([
    ['what is no text', btoa(String.fromCharCode(...Array.from({ length: 120 }, (_, at) => at * 2)))],
    ['a word', 'configuration'],
    ['a key of a certificate among other lines', `crypto pki certificate chain X\n${btoa('x'.repeat(90))}\nquit`],
  ])('is not %s', (_what, text) => {
    expect(read(text).lines).toEqual(text.split('\n'));
  });
});

describe('a field in base64', () => {
  it('of a collector holds the message, with what it was relayed with', () => {
    const rows = LINES.slice(0, 3).map((line) => `Cisco IOS,hq,1767600000180,${btoa(`<189>${line}`)}`);
    const page = read(['Event,Source,Time,Payload', ...rows].join('\n'));
    expect(page.lines[1]).toBe(`Cisco IOS,hq,1767600000180,"<189>${LINES[0]}"`);
    expect(page.lines[3]).toBe(`Cisco IOS,hq,1767600000180,<189>${LINES[2]}`);
    expect(page.numbers).toEqual([1, 2, 3, 4]);
  });

  it('is left where it holds something else', () => {
    const text = `hq,${btoa('a picture, or whatever else a cell may hold, in many letters')}`;
    expect(read(text).lines).toEqual([text]);
  });
});

describe('signs in the form of an address', () => {
  it.each([
    ['all of them', (line: string) => encodeURIComponent(line)],
    ['but for blanks', (line: string) => encodeURIComponent(line).replaceAll('%20', ' ')],
    ['as a form sends them', (line: string) => encodeURIComponent(line).replaceAll('%20', '+')],
    ['in small letters', (line: string) => encodeURIComponent(line).replace(/%../g, (code) => code.toLowerCase())],
  ])('%s', (_how, encode) => {
    expect(read(LINES.map(encode).join('\n')).lines).toEqual(LINES);
  });

  it('are what they are where no message is among them', () => {
    const text = 'Jan  5 2026 08:55:31.100 UTC: %SYS-5-CONFIG_I: at 100%25 of 3+4';
    expect(read(text).lines).toEqual([text]);
  });
});

describe('quoted-printable without the headers of its mail', () => {
  const SAID = [...LINES.slice(0, 3), '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, ', '', LINES[1] ?? ''];
  const quote = (line: string) => line.replaceAll('=', '=3D').replace(/ $/, '=20');
  const fold = (line: string, width: number) => {
    const parts = quote(line).match(new RegExp(`(?:=[0-9A-F]{2}|[^=]){1,${width}}`, 'g')) ?? [''];
    return parts.map((part, at) => (at < parts.length - 1 ? `${part}=` : part));
  };

  it.each([75, 60, 1000])('in lines of %d signs is read, with the lines in which each begins', (width) => {
    const folds = SAID.map((line) => fold(line, width));
    for (const end of ['', '\r'])
      expect(
        read(
          folds
            .flat()
            .map((line) => `${line}${end}`)
            .join('\n'),
        ).lines.map((line) => line.replace(/\r$/, '')),
      ).toEqual(SAID);
    const begins = folds.map((_, at) => folds.slice(0, at).flat().length + 1);
    expect(read(folds.flat().join('\n')).numbers).toEqual(begins);
  });

  it('in small letters, and with signs of more than one byte', () => {
    expect(read('reason =3d =E2=80=9cQM done=E2=80=9d').lines).toEqual(['reason = \u201cQM done\u201d']);
  });

  it.each([
    ['a log', LOG],
    ['one in which a number looks like it', 'message ID = 1357924680 of conn=3D4F'],
    ['one without its sign', 'prot=50'],
  ])('is not %s', (_what, text) => {
    expect(read(text).lines).toEqual(text.split('\n'));
  });
});

describe('a uuencoded text', () => {
  const encode = (text: string) =>
    (text.match(/[\s\S]{1,45}/g) ?? []).map((part) => {
      const bytes = Array.from(part, (sign) => sign.charCodeAt(0));
      const sign = (bits: number) => String.fromCharCode((bits & 63) === 0 ? 96 : (bits & 63) + 32);
      const groups = Array.from({ length: Math.ceil(bytes.length / 3) }, (_, at) => {
        const [one = 0, two = 0, three = 0] = bytes.slice(at * 3, at * 3 + 3);
        const word = (one << 16) | (two << 8) | three;
        return [18, 12, 6, 0].map((shift) => sign(word >> shift)).join('');
      });
      return `${sign(bytes.length)}${groups.join('')}`;
    });

  it.each([
    ['alone', [], []],
    ['in a mail', ['Hi, the log:', ''], ['Regards']],
  ])('%s is read, with the lines in which each begins', (_what, above, below) => {
    const page = read([...above, 'begin 644 hq.log', ...encode(LOG), '`', 'end', ...below].join('\n'));
    expect(page.lines).toEqual([...above, ...LINES, ...below]);
    const begins = LINES.slice(0, 3).map(
      (_, at) => above.length + 2 + Math.max(0, Math.floor((LINES.slice(0, at).join('\n').length + (at && 1) - 1) / 45)),
    );
    expect(page.numbers.slice(above.length, above.length + 3)).toEqual(begins);
  });

  it('is not what is no text, nor what has no end', () => {
    const [picture, open] = [
      ['begin 644 a.png', ...encode('\u0001\u0002\u0003'), '`', 'end'],
      ['begin 644 hq.log', ...encode(LOG)],
    ];
    expect([read(picture.join('\n')).lines, read(open.join('\n')).lines]).toEqual([picture, open]);
  });
});
