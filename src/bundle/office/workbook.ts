/** A workbook (.xlsx) is a zip in which the texts of all cells stand in one part, their formats in another, and each sheet names both by number. */

import { withoutEntities } from '../entities.ts';
import { type CellFormat, cellFormatsOf, showNumber } from './cell-format.ts';
import { placeRow, type Sheet } from './sheet-text.ts';
import { elementsOf, withoutPrefixes, type XmlElement } from './xml.ts';

/** What of a workbook is needed, by its path in the zip. [C] ECMA-376 part 1, 18 */
export const WORKBOOK_PART = /^xl\/(?:(?:sharedStrings|styles|workbook|worksheets\/[^/]+)\.xml|_rels\/workbook\.xml\.rels)$/;
const SHEET = /^xl\/(worksheets\/([^/]+)\.xml)$/;

interface Shared {
  texts: readonly string[];
  formats: readonly CellFormat[];
  isSince1904: boolean;
}

/** Each sheet by the name that its tab has, in the order of the tabs; one that no tab names is called as in the zip, `sheet1`. */
export function sheetsOfWorkbook(parts: ReadonlyMap<string, string>): { name: string; sheet: Sheet }[] {
  const part = (name: string) => withoutPrefixes(parts.get(`xl/${name}.xml`) ?? '');
  const [properties] = elementsOf(part('workbook'), 'workbookPr');
  const shared: Shared = {
    texts: elementsOf(part('sharedStrings'), 'si').map(({ inner }) => textIn(inner)),
    formats: cellFormatsOf(part('styles')),
    isSince1904: properties !== undefined && /^(?:1|true)$/.test(properties.attributes.get('date1904') ?? ''),
  };
  const tabs = tabsOf(part('workbook'), parts.get('xl/_rels/workbook.xml.rels') ?? '');
  const sheets = [...parts].flatMap(([path, xml]) => {
    const [, target = '', inZip] = SHEET.exec(path) ?? [];
    const place = tabs.findIndex((tab) => tab.target === target);
    return inZip === undefined ? [] : [{ place, name: tabs[place]?.name ?? inZip, sheet: rowsOf(withoutPrefixes(xml), shared) }];
  });
  return sheets.sort((one, two) => one.place - two.place);
}

/** What each is called, and its part of the zip: `worksheets/sheet1.xml`. [C] ECMA-376 part 1, 18.2.20; part 2, 9.3 */
function tabsOf(workbook: string, relations: string): { name: string; target: string }[] {
  const targets = new Map(
    elementsOf(relations, 'Relationship').map(({ attributes }) => [attributes.get('Id'), attributes.get('Target') ?? '']),
  );
  return elementsOf(workbook, 'sheet').map(({ attributes }) => {
    const target = targets.get(attributes.get('r:id')) ?? '';
    // A name may hold what no file's may.
    return { name: (attributes.get('name') ?? '').replace(/[^\w. -]/g, '_'), target: target.replace(/^\/?(?:xl\/)?/, '') };
  });
}

function rowsOf(xml: string, shared: Shared): Sheet {
  const sheet: string[][] = [];
  for (const row of elementsOf(xml, 'row')) {
    const cells: string[] = [];
    for (const cell of elementsOf(row.inner, 'c')) {
      const column = columnOf(cell.attributes.get('r')) ?? cells.length;
      while (cells.length < column) cells.push('');
      cells.push(shownIn(cell, shared));
    }
    placeRow(sheet, Number(row.attributes.get('r') ?? sheet.length + 1) - 1, cells);
  }
  return sheet;
}

/** `AB12` is column 27, from 0; there are 16,384 of them. [C] ECMA-376 part 1, 18.3.1.4 */
function columnOf(reference: string | undefined): number | undefined {
  const [letters] = /^[A-Z]{1,3}/.exec(reference ?? '') ?? [];
  if (letters === undefined) return undefined;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return column < 16_384 ? column : undefined;
}

function shownIn(cell: XmlElement, { texts, formats, isSince1904 }: Shared): string {
  const type = cell.attributes.get('t') ?? 'n';
  if (type === 'inlineStr') return textIn(cell.inner);
  const value = withoutEntities(elementsOf(cell.inner, 'v')[0]?.inner ?? '');
  if (type === 's') return texts[Number(value)] ?? '';
  return type === 'n' ? showNumber(value, formats[Number(cell.attributes.get('s') ?? -1)] ?? 'number', isSince1904) : value;
}

/** One text may stand in several runs; how Japanese is pronounced is none of it. [C] ECMA-376 part 1, 18.4.6 */
function textIn(xml: string): string {
  return elementsOf(withoutPronunciation(xml), 't')
    .map(({ inner }) => escapedOf(withoutEntities(inner)))
    .join('');
}

function withoutPronunciation(xml: string): string {
  const [first = '', ...others] = xml.split('<rPh');
  return first + others.map((each) => each.slice(Math.max(0, each.indexOf('</rPh>')))).join('');
}

/** `_x000D_`: a character that XML cannot hold. [C] ECMA-376 part 1, 22.4.2.4 */
function escapedOf(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}
