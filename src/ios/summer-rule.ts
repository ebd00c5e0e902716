/** A summer rule is the line of a configuration by which a router puts its clock on and back: `clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00`. */
import { MONTHS } from './log/stamp.ts';

/** On the wall clock that holds until then, as if it were UTC. */
export interface SummerTime {
  startsAt: number;
  endsAt: number;
  /** What the zone is called in summer: in the hour that comes twice the time alone tells nothing. */
  zone: string;
}

/** When the clock is put on and back in a year; undefined where the rule does not say, or moves it by less than an hour, or where summer lasts over New Year. */
export type SummerRule = (year: number) => SummerTime | undefined;

const RULE = /^\s*clock summer-time (\S{1,32}) (recurring|date)(?: (\S.{0,80}?))?\s*$/m;
/** `last Sun Mar 2:00`, `2 Sun Mar 2:00`, `first Sunday November 02:00` [C] IOS Basic System Management Command Reference, clock summer-time */
const WEEKDAY = /^(\d|first|last) ([A-Z][a-z]{2})[a-z]* ([A-Z][a-z]{2})[a-z]* (\d{1,2}):(\d{2})/i;
/** `Mar 29 2026 2:00`, `29 Mar 2026 2:00` [C], both orders */
const DATE = /^(?:([A-Z][a-z]{2})[a-z]* (\d{1,2})|(\d{1,2}) ([A-Z][a-z]{2})[a-z]*) (\d{4}) (\d{1,2}):(\d{2})/i;
/** What `recurring` alone means. [C] the rules of the United States, as they are since 2007 */
const UNSAID = '2 Sun Mar 2:00 1 Sun Nov 2:00';
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEK_DAYS = 7;
const HOUR_MINUTES = '60';

export function readSummerRule(configuration: string): SummerRule | undefined {
  const [, zone = '', kind, said = UNSAID] = RULE.exec(configuration) ?? [];
  if (zone === '') return undefined;
  const pattern = kind === 'date' ? DATE : WEEKDAY;
  const starts = pattern.exec(said);
  const rest = starts === null ? '' : said.slice(starts[0].length).trim();
  const ends = pattern.exec(rest);
  const offset = ends === null ? '' : rest.slice(ends[0].length).trim() || HOUR_MINUTES;
  if (starts === null || ends === null || offset !== HOUR_MINUTES) return undefined;
  const instant = kind === 'date' ? dateOf : weekdayOf;
  return (year) => {
    const [startsAt, endsAt] = [instant(starts, year), instant(ends, year)];
    return startsAt === undefined || endsAt === undefined || startsAt > endsAt ? undefined : { startsAt, endsAt, zone };
  };
}

function weekdayOf([, which = '', weekday = '', monthName = '', hours, minutes]: RegExpExecArray, year: number): number | undefined {
  const [month, day] = [monthOf(monthName), WEEKDAYS.indexOf(weekday.toLowerCase())];
  if (month === -1 || day === -1) return undefined;
  const first = 1 + ((day - new Date(Date.UTC(year, month, 1)).getUTCDay() + WEEK_DAYS) % WEEK_DAYS);
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const week = /^first$/i.test(which) ? 1 : Number(which);
  // The fifth week of a month that has four is its last.
  const last = first + Math.floor((length - first) / WEEK_DAYS) * WEEK_DAYS;
  const date = /^last$/i.test(which) ? last : Math.min(first + (week - 1) * WEEK_DAYS, last);
  return Date.UTC(year, month, date, Number(hours), Number(minutes));
}

function dateOf([, named, after, before, later, printed, hours, minutes]: RegExpExecArray, year: number): number | undefined {
  const month = monthOf(named ?? later ?? '');
  if (month === -1 || Number(printed) !== year) return undefined;
  return Date.UTC(year, month, Number(after ?? before), Number(hours), Number(minutes));
}

function monthOf(name: string): number {
  return MONTHS.findIndex((each) => each.toLowerCase() === name.toLowerCase());
}
