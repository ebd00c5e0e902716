/** The order of a date is whether its day or its month stands first: the file itself tells it, or nobody knows. */
import type { ForeignDate } from './foreign-date.ts';

export type DateOrder = 'day-first' | 'month-first' | 'unknown';

const ORDERS = ['day-first', 'month-first'] as const;
const MONTHS = 12;
/** A log that goes on over midnight is silent for less; read in the wrong order the next day is a month away. [L] */
const SILENT_MS = 12 * 3_600_000;

/** Of dates as they follow each other in one file. */
export function dateOrderOf(dates: readonly ForeignDate[]): DateOrder {
  const either = dates.filter(({ isEither }) => isEither);
  const possible = ORDERS.filter((order) => either.every((date) => inOrder(date, order).month <= MONTHS));
  if (possible.length !== ORDERS.length) return possible[0] ?? 'unknown';
  if (either.every(({ month, day }) => month === day)) return 'day-first';
  const running = ORDERS.filter((order) => runsOneWay(either.map((date) => instantOf(inOrder(date, order)))));
  if (running.length !== ORDERS.length) return running[0] ?? 'unknown';
  const close = ORDERS.filter((order) => isWithoutSilence(either.map((date) => instantOf(inOrder(date, order)))));
  return close.length === 1 ? (close[0] ?? 'unknown') : 'unknown';
}

/** As read from the pattern, the first figure is the day. */
export function inOrder(date: ForeignDate, order: DateOrder): ForeignDate {
  return date.isEither && order === 'month-first' ? { ...date, month: date.day, day: date.month } : date;
}

function instantOf({ year, month, day, time }: ForeignDate): number {
  const [hours, minutes, seconds] = time.split(':').map(Number);
  return Date.UTC(year, month - 1, day, hours, minutes, Math.floor(seconds ?? 0));
}

/** Forwards, or with the newest first; neighbours that were overtaken on their way do not count. */
function runsOneWay(instants: readonly number[]): boolean {
  const steps = instants.slice(1).map((at, index) => at - (instants[index] ?? at));
  const isOver = (step: number) => Math.abs(step) > OVERTAKEN_MS;
  return !(steps.some((step) => isOver(step) && step > 0) && steps.some((step) => isOver(step) && step < 0));
}

/** A clock that is set by an hour is no other order of dates. */
const OVERTAKEN_MS = 2 * 3_600_000;

function isWithoutSilence(instants: readonly number[]): boolean {
  return instants.slice(1).every((at, index) => Math.abs(at - (instants[index] ?? at)) < SILENT_MS);
}
