/** A rotation's mark is what a syslog server adds to the name of a file that it is done with: a number that rises with its age, or the day. */

export interface Mark {
  kind: 'number' | 'day' | 'none';
  /** The name without it. */
  stem: string;
  /** Of files with one stem, more is older: in files for a number, in days for a day. */
  age: number;
}

/** `2026-11-28.log`, `router.log-20261128`, `2026/11/28/router.log`, `router_2026-11-28_14.log` [C logrotate dateext, rsyslog templates] */
const DAY = /[-_.]?(?<!\d)(20\d{2})([-_./]?)(\d{2})\2(\d{2})(?:[-_.T/]?(\d{2})(?:[-_.:]?(\d{2}))?(?:[-_.:]?\d{2})?)?(?!\d)/;
/** `router.log.1`, `messages.2`, `router.1.log`; of `192.0.2.1.log` it is an address. [C logrotate] */
const NUMBER = /(?<!\d\.\d{1,3}\.\d{1,3})\.(\d{1,3})(?=$|\.(?:log|txt|out|text)$)/i;

const DAY_MS = 86_400_000;
/** Any day is older than the file that is being written. */
const DAYS_TO_COME = 100_000;

export function markOf(name: string): Mark {
  const [day, year, , month, date, hour = '0', minute = '0'] = DAY.exec(name) ?? [];
  if (day !== undefined) {
    const at = Date.UTC(Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute));
    return { kind: 'day', stem: name.replace(day, ''), age: DAYS_TO_COME - at / DAY_MS };
  }
  const number = NUMBER.exec(name);
  if (number === null) return { kind: 'none', stem: name, age: 0 };
  return { kind: 'number', stem: name.replace(NUMBER, ''), age: Number(number[1]) + 1 };
}

/** False where a file may lie between the two. The one being written stands beside number 0 or 1, and beside any day. */
export function areNeighbours(one: Mark, two: Mark): boolean {
  const apart = Math.abs(one.age - two.age);
  if (one.kind === two.kind) return apart <= 1;
  const kinds = new Set([one.kind, two.kind]);
  return kinds.has('none') && (kinds.has('day') || apart <= 2);
}
