/** Instants in reports: ISO 8601 taken apart into what a person reads; a year that is only assumed is not printed. */

/** `13:36:47.287` of `1972-09-02T13:36:47.287Z` */
export function clockTime(iso: string): string {
  return iso.slice('1972-09-02T'.length, -1);
}

/** `2026-09-02`, or `09-02` when the year is only assumed. */
export function dateOf(iso: string, isYearKnown: boolean): string {
  const date = iso.slice(0, '1972-09-02'.length);
  return isYearKnown ? date : date.slice('1972-'.length);
}

/** The same in a sentence, where a whole second is no finer than that: its stamp may have been one. */
export function sentenceTime(iso: string): string {
  return clockTime(iso).replace(/\.000$/, '');
}

const HOUR_MS = 3_600_000;
const CLOCK_AT = '1970-01-01T'.length;

/** `26:05:09` of a router that stamps how long it runs: hours are counted on, as IOS counts the first day's. */
export function sayUptime(at: number): string {
  const hours = Math.floor(at / HOUR_MS);
  return `${String(hours).padStart(2, '0')}${new Date(at).toISOString().slice(CLOCK_AT + 2, -'.223Z'.length)}`;
}
