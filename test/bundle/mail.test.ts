/** A mail or a document that was saved as a file says what the log in it says, however its program wrote it down. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../case/open.ts';
import { zipOf } from './archives.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const INV = (stamp: string) =>
  `${stamp}: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0`;
const LINES = [INV('Jan  5 2026 03:10:02.500 UTC'), INV('Jan  5 2026 03:11:03.100 UTC')];
const LOG = `${LINES.join('\n')}\n`;

const quoted = (text: string, width: number): string =>
  text
    .replace(/=/g, '=3D')
    .split('\n')
    .map((line) => line.match(new RegExp(`.{1,${width}}(?<!=.?)`, 'g'))?.join('=\n') ?? '')
    .join('\n');
const base64 = (text: string, width: number) =>
  Buffer.from(text)
    .toString('base64')
    .replace(new RegExp(`(.{${width}})`, 'g'), '$1\r\n');
const flowed = (text: string, width: number): string => text.replace(new RegExp(`(.{20,${width}}) (?=\\S)`, 'g'), '$1 \n');
const HEAD =
  'Received: from mx.example.net\n\tby mail.example.net; Mon, 5 Jan 2026 09:12:00 +0000\nFrom: Kim <kim@example.net>\nSubject: hq\nMIME-Version: 1.0\n';
const plain = (encoding: string, body: string, type = 'text/plain; charset="utf-8"') =>
  `Content-Type: ${type}\nContent-Transfer-Encoding: ${encoding}\n\n${body}`;
const multi = (kind: string, parts: readonly string[], boundary = '----=_Part_1') =>
  `Content-Type: multipart/${kind};\n\tboundary="${boundary}"\n\nfor old programs\n${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--\n`;
const attached = (name: string, body: string) =>
  `Content-Type: application/octet-stream; name="${name}"\nContent-Disposition: attachment;\n filename="${name}"\nContent-Transfer-Encoding: base64\n\n${body}`;
const html = `<html><body><p>${LINES.map((line) => line.replaceAll("'", '&#39;')).join('<br>')}</p></body></html>`;

async function judged(...files: [string, string | Buffer][]) {
  const raw = [['tunnel.yaml', TUNNEL] as const, ...files].map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  const { verdict, bundle } = await judgeFiles(raw, 'mails');
  return {
    files: bundle.files ?? [],
    found: verdict.incidents.map(({ spi, receiver, occurrences, firstAt }) => ({ spi, receiver, occurrences, firstAt })),
  };
}

const ONE = [{ spi: '0x730C2FF8', receiver: 'a', occurrences: 2, firstAt: '2026-01-05T03:10:02.500Z' }];

describe('a mail', () => {
  it.each([
    ...[40, 72, 76].map((width) => [`quoted at ${width}`, plain('quoted-printable', quoted(LOG, width))]),
    ...[60, 76].map((width) => [`as base64 of ${width}`, plain('BASE64', base64(LOG, width))]),
    ...[66, 78].map((width) => [`flowed at ${width}`, plain('7bit', flowed(LOG, width), 'text/plain; charset=us-ascii; format=flowed')]),
    ['with the text in two forms', multi('alternative', [plain('quoted-printable', quoted(LOG, 72)), plain('7bit', html, 'text/html')])],
    ['of the web alone', multi('alternative', [plain('quoted-printable', quoted(html, 70), 'text/html; charset=utf-8')])],
    ['with the log attached', multi('mixed', [plain('7bit', 'see below'), attached('hq log.txt', base64(LOG, 76))])],
    [
      'with an archive attached',
      multi('mixed', [plain('7bit', 'see below'), attached('up.zip', zipOf([{ name: 'hq.log', text: LOG }]).toString('base64'))]),
    ],
    [
      'that was forwarded',
      multi('mixed', [plain('7bit', 'fyi'), `Content-Type: message/rfc822\n\n${HEAD}${plain('quoted-printable', quoted(LOG, 76))}`]),
    ],
    ['that was cut off behind its text', multi('mixed', [plain('7bit', LOG)]).replace(/------=_Part_1--\n$/, '')],
  ])('is read %s', async (_how, body) => {
    for (const text of [
      HEAD + body,
      (HEAD + body).replace(/\r?\n/g, '\r\n'),
      `From kim@example.net Mon Jan  5 09:12:00 2026\n${HEAD}${body}`,
    ])
      expect((await judged(['a/mail.eml', text])).found).toEqual(ONE);
  });

  it('of a mailbox is read with all others, and the same message in two of them is one', async () => {
    const mails = [plain('7bit', LOG), plain('quoted-printable', quoted(LOG, 76)), plain('7bit', 'thanks')];
    const box = mails.map((body) => `From kim@example.net Mon Jan  5 09:12:00 2026\n${HEAD}${body}\n\n`).join('');
    const { found, files } = await judged(['a/case.mbox', box]);
    expect(found).toEqual(ONE);
    expect(files.map(({ path }) => path)).toEqual(['a/case.mbox/1/text.txt', 'a/case.mbox/2/text.txt', 'a/case.mbox/3/text.txt']);
  });

  it('gives its attachments no way out, and says of a picture that it is none', async () => {
    const body = multi('mixed', [
      plain('7bit', LOG),
      attached('../../../etc/cron.d/x', base64('x', 76)),
      attached('screen.png', Buffer.from([0x89, 0x50, 0, 0, 0, 1, 2, 3]).toString('base64')),
    ]);
    const { found, files } = await judged(['a/mail.eml', HEAD + body]);
    expect(found).toEqual(ONE);
    expect(files.map(({ path }) => path)).toEqual(['a/mail.eml/screen.png', 'a/mail.eml/text.txt', 'a/mail.eml/x']);
  });

  it('in a mail without end is left out at some depth', async () => {
    let body = plain('7bit', LOG);
    for (let depth = 0; depth < 9; depth += 1) body = `Content-Type: message/rfc822\n\nMIME-Version: 1.0\n${body}`;
    expect((await judged(['a/mail.eml', HEAD + body])).files[0]?.leftOut).toEqual(['it is a mail in more than 5 others']);
  });

  it.each([
    ['a log', LOG],
    ['what a mail program shows of one', `From: Kim\nSent: Monday\nTo: noc\nSubject: hq\n\n${LOG}`],
    ['a log with headers of something else', `Host: hq\nDate: today\n\n${LOG}`],
  ])('is not what only looks like one: %s', async (_what, text) => {
    const { files, found } = await judged(['a/hq.txt', text]);
    expect(files.map(({ path }) => path)).toEqual(['a/hq.txt']);
    expect(found).toEqual(ONE);
  });
});

describe('a document', () => {
  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const escaped = LINES.map((line) => line.replaceAll('&', '&amp;'));
  const runs = (line: string) =>
    line.replace(/(.{37})/g, '$1</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">');
  const word = (body: string) =>
    zipOf([
      { name: '[Content_Types].xml', text: `${XML}<Types/>` },
      { name: 'word/styles.xml', text: `${XML}\n<w:styles/>` },
      { name: 'word/document.xml', text: `${XML}\n<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>` },
    ]);
  const odt = (body: string) =>
    zipOf([
      { name: 'mimetype', text: 'application/vnd.oasis.opendocument.text' },
      { name: 'styles.xml', text: XML },
      {
        name: 'content.xml',
        text: `${XML}\n<office:document-content><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
      },
    ]);
  const paragraph = (line: string) => `<w:p w:rsidR="00A"><w:pPr><w:tabs/></w:pPr><w:r><w:t xml:space="preserve">${line}</w:t></w:r></w:p>`;

  it.each([
    ['in paragraphs', word(escaped.map(paragraph).join(''))],
    ['in runs', word(escaped.map((line) => paragraph(runs(line))).join(''))],
    ['with breaks in one paragraph', word(paragraph(escaped.join('</w:t><w:br/><w:t>')))],
    [
      'beside what was taken out again',
      word(
        `<w:p><w:del><w:r><w:delText xml:space="preserve">${INV('Jan  5 2026 09:00:00.000 UTC')}</w:delText></w:r></w:del></w:p>${escaped.map(paragraph).join('')}`,
      ),
    ],
    [
      'of another program',
      odt(escaped.map((line) => `<text:p text:style-name="P1">${line.replace('  ', '<text:s text:c="2"/>')}</text:p>`).join('')),
    ],
    ['of another program, with breaks', odt(`<text:p>${escaped.join('<text:line-break/>').replace('  ', ' <text:s/>')}</text:p>`)],
  ])('is read %s', async (_how, bytes) => {
    const { found, files } = await judged(['a/ticket.docx', bytes]);
    expect(found).toEqual(ONE);
    expect(files.map(({ takenFor }) => takenFor)).toEqual(['a log']);
  });

  it.each([
    ['bzip2', 'QlpoOTFBWSZTWQ=='],
    ['xz', '/Td6WFoAAATm1rRG'],
    ['zstd', 'KLUv/SQFKQAAAAA='],
    ['compress', 'H52QKhQ='],
    ['7z', 'N3q8rycc'],
    ['rar', 'UmFyIRoH'],
  ])('that was packed by %s is named as that', async (packer, bytes) => {
    const { files } = await judged(['a/hq.log', LOG], ['a/old.log', Buffer.concat([Buffer.from(bytes, 'base64'), Buffer.alloc(40)])]);
    expect(files.at(-1)?.leftOut.join()).toMatch(new RegExp(`${packer}.* which is not unpacked here \\(hand in what`));
  });
});

describe('rich text', () => {
  const escaped = LINES.map((line) => line.replaceAll(/[\\{}]/g, (each) => `\\${each}`));
  const HEAD = '{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}}\n{\\*\\generator Riched20 10.0.19041}';
  const inFolds = (line: string) => line.replaceAll(/(.{60})/g, '$1\n');

  it.each([
    ['of WordPad', `${HEAD}\\viewkind4\\uc1 \n\\pard\\sa200\\f0\\fs22\\lang9 ${escaped.join('\\par\r\n')}\\par\r\n}\r\n\0`],
    ['of TextEdit', `{\\rtf1\\ansi\\cocoartf2639\n{\\colortbl;\\red255\\green255\\blue255;}\n\\f0\\fs24 \\cf0 ${escaped.join('\\\n')}}`],
    [
      'of LibreOffice',
      `${HEAD}{\\stylesheet{\\s0 Default;}}{\\info{\\author ops}}\n${escaped.map((line) => `\\pard\\plain {\\rtlch \\ltrch\\loch\n${inFolds(line)}}\n\\par `).join('')}}`,
    ],
    ['with a word in bold', `${HEAD}\n${escaped.map((line) => line.replace(/INV_SPI/, 'INV_{\\b SPI}')).join('\\line ')}}`],
    [
      'with characters by their numbers',
      `${HEAD}\n${escaped.map((line) => line.replaceAll(' ', "\\u32\\'20").replaceAll('-', '\\_')).join('\\par\n')}}`,
    ],
  ])('is read %s', async (_how, text) => {
    const { found, files } = await judged(['a/ticket.rtf', text]);
    expect(found).toEqual(ONE);
    expect(files.map(({ takenFor }) => takenFor)).toEqual(['a log']);
    expect(JSON.stringify(files)).toContain('rich text (RTF)');
  });
});
