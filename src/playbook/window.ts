/** A window is the hours in which a change was approved: outside of them nothing is armed. */

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Day = (typeof DAYS)[number];

export interface Window {
  /** `22:00` */
  from: string;
  to: string;
  days: Day[];
  /** `Europe/Berlin` */
  zone: string;
}

/** `22:00` */
export const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

const MINUTES_OF_DAY = 1440;

/** A window over midnight belongs to the day on which it begins. */
export function isWithinWindow({ from, to, days, zone }: Window, nowMs: number): boolean {
  const { day, minutes } = readWall(nowMs, zone);
  const [first, last] = [minutesOf(from), minutesOf(to)];
  const isDay = (each: Day): boolean => days.includes(each);
  if (first < last) return isDay(day) && minutes >= first && minutes < last;
  return (isDay(day) && minutes >= first) || (isDay(dayBefore(day)) && minutes < last);
}

/** `22:00 to 04:00 Europe/Berlin, mon tue` */
export function sayWindow({ from, to, days, zone }: Window): string {
  return `${from} to ${to} ${zone}${days.length === DAYS.length ? '' : `, ${days.join(' ')}`}`;
}

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function readWall(nowMs: number, zone: string): { day: Day; minutes: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(nowMs);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return {
    day: DAYS.find((day) => day === part('weekday').toLowerCase()) ?? 'mon',
    minutes: minutesOf(`${part('hour')}:${part('minute')}`),
  };
}

function minutesOf(text: string): number {
  const [hours = '0', minutes = '0'] = text.split(':');
  return (Number(hours) * 60 + Number(minutes)) % MINUTES_OF_DAY;
}

function dayBefore(day: Day): Day {
  return DAYS[(DAYS.indexOf(day) + DAYS.length - 1) % DAYS.length] ?? day;
}
