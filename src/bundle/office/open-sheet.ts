/** A sheet of OpenDocument (.ods) has its tables in content.xml, rows and cells that repeat written once with their number. */
import { withoutEntities } from '../entities.ts';
import { placeRow, type Sheet } from './sheet-text.ts';
import { elementsOf, type XmlElement } from './xml.ts';

/** The rest of a sheet is one empty row, a million times. */
const REPEATS_MAX = 1000;

/** Each table by its name, or its number. [C] OpenDocument 1.2 part 1, 9 */
export function sheetsOfContent(xml: string): { name: string; sheet: Sheet }[] {
  return elementsOf(xml, 'table:table').map((table, index) => ({ name: `sheet${index + 1}`, sheet: rowsOf(table) }));
}

function rowsOf({ inner }: XmlElement): Sheet {
  const sheet: string[][] = [];
  for (const row of elementsOf(inner, 'table:table-row')) {
    const cells = elementsOf(row.inner, 'table:table-cell').flatMap((cell) =>
      repeated(shownIn(cell), cell.attributes.get('table:number-columns-repeated')),
    );
    while (cells.at(-1) === '') cells.pop();
    for (const each of repeated(cells, row.attributes.get('table:number-rows-repeated'))) placeRow(sheet, sheet.length, each);
  }
  return sheet;
}

function repeated<Value>(value: Value, times: string | undefined): Value[] {
  return Array.from({ length: Math.min(REPEATS_MAX, Math.max(1, Number(times ?? 1) || 1)) }, () => value);
}

/** A date as it is meant, whatever the look of it; a text as it is shown. */
function shownIn(cell: XmlElement): string {
  const date = cell.attributes.get('office:date-value');
  if (date !== undefined) return date.replace('T', ' ');
  return elementsOf(cell.inner, 'text:p')
    .map(({ inner }) => withoutEntities(bareOf(inner)))
    .join('\n');
}

/** `<text:s text:c="3"/>`: blanks in a row. [C] OpenDocument 1.2 part 1, 6.1.3 */
function bareOf(xml: string): string {
  if (!xml.includes('<')) return xml;
  return xml
    .replace(/<text:s(?:\s+text:c="(\d{1,3})")?\s*\/>/g, (_, count: string | undefined) => ' '.repeat(Number(count ?? 1)))
    .replace(/<text:tab\s*\/>/g, '\t')
    .replace(/<text:line-break\s*\/>/g, '\n')
    .replace(/<[^<>]*>/g, '');
}
