/** A terminal program can put its own time before every line that it writes down: it becomes a relay's stamp, and goes where a line has no use for it. */
import { readLogLine } from '../../ios/log/line.ts';
import { type DateOrder, dateOrderOf } from './date-order.ts';
import type { ForeignDate } from './foreign-date.ts';
import { ORDER_NOT_KNOWN } from './foreign-stamps.ts';
import { mapLines, type Page, shareOf } from './page.ts';

const TIME = '(\\d{2}:\\d{2}:\\d{2}(?:[.,:]\\d{1,6})?)';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `[2026-10-14 08:30:00.000] `, `<2026/10/14 08:30:00> ` */
const YEAR_FIRST = new RegExp(`^[[<(](\\d{4})[-/.](\\d{2})[-/.](\\d{2})[ T]${TIME}[\\])>] ?`);
/** `[14/10/2026 08:30:00] `, `[14.10.2026 08:30:00] `; with a slash the month may stand first. */
const DAY_FIRST = new RegExp(`^[[<(](\\d{1,2})([-/.])(\\d{1,2})[-/.](\\d{4})[ T,]+${TIME}[\\])>] ?`);
/** `[Wed Oct 14 08:30:00.123 2026] `: Tera Term. [C] its manual, timestamp of the log */
const NAMED = new RegExp(`^[[<(](?:[A-Z][a-z]{2} )?(${MONTHS.join('|')}) {1,2}(\\d{1,2}) ${TIME} (\\d{4})[\\])>] ?`);
/** `[08:30:00] `, `<08:30:00.123> `: on which day is not said. */
const TIME_ALONE = new RegExp(`^[[<(]${TIME}[\\])>] ?`);
const DATED = [YEAR_FIRST, DAY_FIRST, NAMED];
const FORMS = [...DATED, TIME_ALONE];
/** A whole date in brackets is no router's; a time alone may be. What was pasted behind has none of them. */
const DATED_MIN = 5;
const MOST = 0.9;
const LINES_MIN = 2;

export function unstamp(page: Page): Page {
  const isAll = page.lines.length >= LINES_MIN && shareOf(page.lines, (line) => FORMS.some((form) => form.test(line))) >= MOST;
  if (!isAll && page.lines.filter(isDated).length < DATED_MIN) return page;
  const either = page.lines.flatMap((line) => eitherOf(line) ?? []);
  const order = dateOrderOf(either);
  return mapLines(
    page,
    (line) => {
      const bare = FORMS.reduce((each, form) => (each === line ? line.replace(form, '') : each), line);
      const day = readLogLine(bare).isHead ? dayOf(line, order) : undefined;
      return day === undefined ? bare : `${day} ${bare}`;
    },
    either.length > 0 && order === 'unknown' ? ORDER_NOT_KNOWN : 'the stamps of a terminal program were taken for those of a relay',
  );
}

function isDated(line: string): boolean {
  return DATED.some((form) => form.test(line));
}

/** Of dates with a slash or a dash; with dots the day stands first. */
function eitherOf(line: string): ForeignDate | undefined {
  const [, day, mark, month, year, time = ''] = DAY_FIRST.exec(line) ?? [];
  if (year === undefined || mark === '.') return undefined;
  return { year: Number(year), month: Number(month), day: Number(day), isEither: true, time, zone: '' };
}

/** `2026-10-14 08:30:00.000`; undefined where no day is told. */
function dayOf(line: string, order: DateOrder): string | undefined {
  const [, year, month, day, time] = YEAR_FIRST.exec(line) ?? [];
  if (year !== undefined) return printed(year, month, day, time);
  const [, one, mark, two, ofYear, at] = DAY_FIRST.exec(line) ?? [];
  const isDotted = mark === '.';
  if (ofYear !== undefined && !isDotted && order === 'unknown') return undefined;
  if (ofYear !== undefined) return order === 'month-first' && !isDotted ? printed(ofYear, one, two, at) : printed(ofYear, two, one, at);
  const [, named = '', date, clock, namedYear] = NAMED.exec(line) ?? [];
  return namedYear === undefined ? undefined : printed(namedYear, String(MONTHS.indexOf(named) + 1), date, clock);
}

function printed(year: string, month = '', day = '', time = ''): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${time.replace(/(?<=:\d{2}:\d{2})[,:]/, '.')}`;
}
