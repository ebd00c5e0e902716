/** A log that somebody keeps in a workbook says what it says as text: pasted into one column, or a message a row, whatever the program wrote around it. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../case/open.ts';
import { zipOf } from '../archives.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const INV =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0";
const SECONDS = [2.5, 7.25];
const STAMPS = ['2026-01-05T03:10:02.500Z', '2026-01-05T03:10:07.250Z'];
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
/** Days since the end of 1899 [C ECMA-376 18.17.4.1], at 03:10 of 2026-01-05. */
const DAY = 46_027;
const serial = (seconds: number, day = DAY) => String(day + (3 * 3600 + 10 * 60 + seconds) / 86_400);
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;');

/** `cells` row by row: XML of the cell without its name and place. */
interface Book {
  rows: string[][];
  texts?: string[];
  styles?: string;
  workbook?: string;
  prefix?: string;
}

const text = (value: string) => `t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is>`;
const shared = (index: number) => `t="s"><v>${index}</v>`;
const number = (value: string, style = 1) => `s="${style}"><v>${value}</v>`;
const formats = (...codes: string[]) =>
  `${XML}<styleSheet><numFmts>${codes.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`).join('')}</numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${codes.map((_, at) => `<xf numFmtId="${164 + at}" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`;

function xlsx({ rows, texts = [], styles = formats('yyyy\\-mm\\-dd\\ hh:mm:ss.000'), workbook = '', prefix = '' }: Book): Buffer {
  const cell = (inner: string, row: number, column: number) => `<c r="${String.fromCharCode(65 + column)}${row + 1}" ${inner}</c>`;
  const sheet = rows.map((cells, row) => `<row r="${row + 1}">${cells.map((each, column) => cell(each, row, column)).join('')}</row>`);
  const named = (xml: string) => (prefix === '' ? xml : xml.replace(/<(\/?)(?=[a-zA-Z])/g, `<$1${prefix}:`));
  return zipOf([
    { name: '[Content_Types].xml', text: XML },
    {
      name: 'xl/workbook.xml',
      text: named(`${XML}<workbook>${workbook}<sheets><sheet name="hq log" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `${XML}<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      text: named(`${XML}<worksheet><cols><col min="1" max="2"/></cols><sheetData>${sheet.join('')}</sheetData></worksheet>`),
    },
    { name: 'xl/sharedStrings.xml', text: named(`${XML}<sst>${texts.join('')}</sst>`) },
    { name: 'xl/styles.xml', text: named(styles) },
  ]);
}

const HEADING = ['Time', 'Host', 'Message'].map(text);
const columns = (first: (seconds: number) => string) => [HEADING, ...SECONDS.map((each) => [first(each), text('hq'), text(INV)])];
const pasted = (seconds: number) => `Jan  5 2026 03:10:0${seconds.toFixed(3)} UTC: ${INV}`;

const WORKBOOKS: Record<string, Buffer> = {
  'pasted into one column': xlsx({ rows: SECONDS.map((each) => [text(pasted(each))]) }),
  'pasted below an empty row': xlsx({ rows: [[], [], ...SECONDS.map((each) => [text(pasted(each))])] }),
  'with its texts kept apart': xlsx({
    rows: SECONDS.map((_, at) => [shared(at)]),
    texts: SECONDS.map((each) => `<si><t>${escaped(pasted(each))}</t></si>`),
  }),
  'with a text in runs, and how it is pronounced': xlsx({
    rows: SECONDS.map((_, at) => [shared(at)]),
    texts: SECONDS.map((each) => {
      const whole = pasted(each);
      return `<si><r><rPr><b/></rPr><t xml:space="preserve">${whole.slice(0, 40)}</t></r><r><t xml:space="preserve">${escaped(whole.slice(40))}</t></r><rPh sb="0" eb="1"><t>ジャン</t></rPh></si>`;
    }),
  }),
  'with a date of its own format': xlsx({ rows: columns((each) => number(serial(each))) }),
  'with a date of a built-in format': xlsx({
    rows: columns((each) => number(serial(each))),
    styles: `${XML}<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
  }),
  'with a date that shows no hour': xlsx({ rows: columns((each) => number(serial(each))), styles: formats('[$-409]d\\-mmm\\-yy;@') }),
  'with days counted from 1904': xlsx({
    rows: columns((each) => number(serial(each, DAY - 1462))),
    workbook: '<workbookPr date1904="1"/>',
  }),
  'with day and time in two columns': xlsx({
    rows: [
      ['Date', 'Time', 'Host', 'Message'].map(text),
      ...SECONDS.map((each) => [number(String(DAY)), number(serial(each, 0), 2), text('hq'), text(INV)]),
    ],
    styles: formats('m/d/yyyy', 'h:mm:ss\\ AM/PM'),
  }),
  'by a program that writes a prefix before each name': xlsx({ rows: columns((each) => number(serial(each))), prefix: 'x' }),
};

const ods = (rows: string) =>
  zipOf([
    { name: 'mimetype', text: 'application/vnd.oasis.opendocument.spreadsheet' },
    {
      name: 'content.xml',
      text: `${XML}<office:document-content><office:body><office:spreadsheet><table:table table:name="hq"><table:table-column/>${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
    },
  ]);
const row = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`;
const shown = (value: string) =>
  `<table:table-cell office:value-type="string"><text:p>${escaped(value).replace('  ', '<text:s text:c="2"/>')}</text:p></table:table-cell>`;
const REST =
  '<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>';

const SHEETS: Record<string, Buffer> = {
  'pasted into one column': ods(SECONDS.map((each) => row(shown(pasted(each)))).join('') + REST),
  'with a date in a column of its own': ods(
    [
      row(...['Time', 'Host', 'Message'].map(shown)),
      ...STAMPS.map((stamp) =>
        row(
          `<table:table-cell office:value-type="date" office:date-value="${stamp.replace('Z', '')}"><text:p>05.01.26</text:p></table:table-cell>`,
          shown('hq'),
          shown(INV),
        ),
      ),
    ].join('') + REST,
  ),
};

async function read(name: string, bytes: Buffer) {
  const files = [
    { path: 'tunnel.yaml', bytes: Buffer.from(TUNNEL) },
    { path: name, bytes },
  ];
  const { verdict, bundle } = await judgeFiles(files, 'sheets');
  return {
    incidents: verdict.incidents.map(({ spi, receiver, occurrences, firstAt }) => ({ spi, receiver, occurrences, firstAt })),
    files: bundle.files ?? [],
  };
}

const ONE = [{ spi: '0x730C2FF8', receiver: 'a', occurrences: 2, firstAt: STAMPS[0] }];

describe('a log in a workbook', () => {
  it.each(Object.entries(WORKBOOKS))('is read %s', async (_how, bytes) => {
    const { incidents, files } = await read('export.xlsx', bytes);
    expect(incidents).toEqual(ONE);
    expect(files.map(({ path }) => path)).toContain('export.xlsx/hq log.csv');
  });

  it.each(Object.entries(SHEETS))('of OpenDocument is read %s', async (_how, bytes) => {
    expect((await read('a/log.ods', bytes)).incidents).toEqual(ONE);
  });

  it.each([
    [
      'slides',
      zipOf([
        { name: '[Content_Types].xml', text: XML },
        { name: 'ppt/presentation.xml', text: XML },
      ]),
    ],
    ['a workbook without a word', xlsx({ rows: [] })],
    [
      'a drawing',
      zipOf([
        { name: 'mimetype', text: 'application/vnd.oasis.opendocument.graphics' },
        { name: 'content.xml', text: XML },
      ]),
    ],
  ])('that is none but %s is named, with what to do', async (_what, bytes) => {
    const { files } = await read('a/table.xlsx', bytes);
    expect(files.at(-1)?.leftOut).toEqual(['it is a document of pictures, or with no text in it: save what it shows as text']);
  });

  it('that was cut off anywhere is read as far as it goes, without an exception', async () => {
    const whole = `<row r="1"><c r="A1" t="inlineStr"><is><t>${escaped(pasted(2.5))}</t></is></c></row>`;
    for (let length = 0; length < whole.length; length += 7) {
      const bytes = zipOf([
        { name: '[Content_Types].xml', text: XML },
        { name: 'xl/worksheets/sheet1.xml', text: `<worksheet><sheetData>${whole.slice(0, length)}` },
      ]);
      const { incidents } = await read('export.xlsx', bytes);
      expect(incidents.every(({ spi }) => spi === '0x730C2FF8')).toBe(true);
    }
  });
});
