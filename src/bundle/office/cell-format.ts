/** What a workbook's cells show: numbers as they are, and dates, which are numbers of days, by the format of their cell. */
import { elementsOf } from './xml.ts';

/** How one cell shows its number. */
export type CellFormat = 'number' | 'date' | 'time' | 'instant';

/** Formats that have a number only. [C] ECMA-376 part 1, 18.8.30 */
const BUILT_IN: ReadonlyMap<number, CellFormat> = new Map([
  ...[14, 15, 16, 17].map((id) => [id, 'date'] as const),
  ...[18, 19, 20, 21, 45, 46, 47].map((id) => [id, 'time'] as const),
  [22, 'instant'],
]);

/** By the `s` of a cell. `styles`: xl/styles.xml. */
export function cellFormatsOf(styles: string): CellFormat[] {
  const own = new Map(
    elementsOf(styles, 'numFmt').map((each) => [
      Number(each.attributes.get('numFmtId')),
      formatOf(each.attributes.get('formatCode') ?? ''),
    ]),
  );
  const [used] = elementsOf(styles, 'cellXfs');
  return elementsOf(used?.inner ?? '', 'xf').map((each) => {
    const id = Number(each.attributes.get('numFmtId'));
    return own.get(id) ?? BUILT_IN.get(id) ?? 'number';
  });
}

/** `yyyy\-mm\-dd hh:mm:ss.000`: by its letters, without what is quoted, escaped, or names a colour or a language. */
function formatOf(code: string): CellFormat {
  const letters = code.replace(/"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|General/gi, '').toLowerCase();
  const [hasDay, hasHour] = [/[yd]/.test(letters), /[hs]/.test(letters)];
  if (hasDay) return hasHour ? 'instant' : 'date';
  return hasHour ? 'time' : 'number';
}

const DAY_MS = 86_400_000;
/** Days before 1970 at which counting begins: an error of an old program made 1900 a leap year, and all others keep it. [C] ECMA-376 part 1, 18.17.4.1 */
const EPOCH_DAYS = 25_569;
const EPOCH_DAYS_1904 = 24_107;

/** In ISO's order, which every reader of tables knows. */
export function showNumber(value: string, format: CellFormat, isSince1904: boolean): string {
  const days = Number(value);
  if (format === 'number' || value === '' || !Number.isFinite(days)) return value;
  const at = new Date(Math.round((days - (isSince1904 ? EPOCH_DAYS_1904 : EPOCH_DAYS)) * DAY_MS));
  if (Number.isNaN(at.getTime())) return value;
  const [date = '', time = ''] = at.toISOString().replace('Z', '').split('T');
  // Whoever formats an instant as a date alone hides the hour; to a reader of logs it is worth more than the look.
  const isWhole = Number.isInteger(days);
  if (format === 'time' && days < 1) return time;
  return format === 'date' && isWhole ? date : `${date} ${time}`;
}
