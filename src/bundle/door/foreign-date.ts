/** A foreign date is one that a relay, a viewer or an export prints in the form of its own country or tool. */

export interface ForeignDate {
  year: number;
  /** From 1; where `isEither`, it may be the day, and `day` the month. */
  month: number;
  day: number;
  isEither: boolean;
  /** `14:50:21.223` */
  time: string;
  /** `Z`, `+01:00`, or empty where none is printed. */
  zone: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(?<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const WEEKDAY = '(?:[A-Z][a-z]{2,8},? )?';
const YEAR = '(?<year>\\d{4})';
const DAY = '(?<day>\\d{1,2})';
const CLOCK =
  '(?<hours>\\d{1,2}):(?<minutes>\\d{2}):(?<seconds>\\d{2})(?:\\.(?<fraction>\\d{1,9})|,(?<comma>\\d{3,9}))?(?:\\s?(?<half>[AaPp])\\.?[Mm]\\.?)?';
const ZONE = '(?:\\s?(?:(?<utc>Z|UTC|GMT)|(?:UTC|GMT)?(?<offset>[+-]\\d{2}:?\\d{2})))?';
/** `05.01.2026;14:50:21`, `1/5/2026, 2:50:21 PM`, `Jan 5, 2026 @ 03:00:21` */
const BETWEEN = '(?:,? | @ | - | at |[\\t;,:T])';

/** With dots the day stands first, wherever they are used. [L CLDR: de, ru, pl, tr, fi, …] */
const DATES = [
  `${WEEKDAY}${MONTH}\\.? {1,2}${DAY}(?:st|nd|rd|th)?,? ${YEAR}`,
  `${WEEKDAY}${DAY}[ /.-]${MONTH}(?:\\.?[ /.-]|, )${YEAR}`,
  `${YEAR}[/.-](?<month>\\d{1,2})[/.-]${DAY}`,
  `${YEAR}(?<month>\\d{2})(?<day>\\d{2})`,
  `${DAY}\\. ?(?<month>\\d{1,2})\\. ?(?<year>\\d{4}|\\d{2})`,
  `(?<one>\\d{1,2})(?<mark>[/-])(?<two>\\d{1,2})\\k<mark>(?<year>\\d{4}|\\d{2})`,
].map((date) => `${date}${BETWEEN}${CLOCK}${ZONE}`);
/** `Mon Jan  5 14:50:21 2026` [C asctime]; of `Jan  5 02:30:00 1002 ` the last is the name of a router */
const YEAR_LAST = `${WEEKDAY}${MONTH} {1,2}${DAY} ${CLOCK} (?<year>(?:19|20)\\d{2})`;
/** `20260105T145021Z` [C ISO 8601, basic form] */
const BASIC = `${YEAR}(?<month>\\d{2})(?<day>\\d{2})T(?<hours>\\d{2})(?<minutes>\\d{2})(?<seconds>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?${ZONE}`;
/** `1767581421.223`, `1767581421223`: seconds since 1970, or thousandths and smaller parts of them; from 2001 to 2033. */
const EPOCH = '(?<epoch>1\\d{9})(?:\\.(?<part>\\d{1,9})|(?<rest>\\d{3}|\\d{6}|\\d{9}))?';

/** What a form of a date looks like, as patterns that follow each other. */
export const FOREIGN_DATES: readonly string[] = [...DATES, YEAR_LAST, BASIC, EPOCH];

/** By the groups that one of the forms found; undefined where they are no date. */
export function dateOf(groups: Record<string, string | undefined>): ForeignDate | undefined {
  if (groups['epoch'] !== undefined) return ofEpoch(groups['epoch'], groups['part'] ?? groups['rest'] ?? '');
  const time = timeOf(groups);
  const isEither = groups['one'] !== undefined;
  const month = groups['name'] === undefined ? Number(groups['month'] ?? groups['two']) : MONTHS.indexOf(groups['name'].toLowerCase()) + 1;
  const day = Number(groups['day'] ?? groups['one']);
  if (time === undefined || !(isEither ? isInMonths(month, day) || isInMonths(day, month) : isInMonths(month, day))) return undefined;
  const printed = groups['year'] ?? '';
  const zone = groups['utc'] === undefined ? (groups['offset'] ?? '') : 'Z';
  return { year: Number(printed) + (printed.length === 2 ? CENTURY : 0), month, day, isEither, time, zone };
}

const CENTURY = 2000;

function isInMonths(month: number, day: number): boolean {
  return month >= 1 && month <= MONTHS.length && day >= 1 && day <= 31;
}

function timeOf({ hours, minutes, seconds, fraction, comma, half }: Record<string, string | undefined>): string | undefined {
  const printed = Number(hours);
  if (half !== undefined && (printed < 1 || printed > 12)) return undefined;
  const hour = half === undefined ? printed : (printed % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
  const part = fraction ?? comma;
  return `${String(hour).padStart(2, '0')}:${minutes}:${seconds}${part === undefined ? '' : `.${part}`}`;
}

function ofEpoch(seconds: string, part: string): ForeignDate {
  const at = new Date(Number(seconds) * 1000);
  const time = `${at.toISOString().slice(11, 19)}${part === '' ? '' : `.${part}`}`;
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), isEither: false, time, zone: 'Z' };
}
