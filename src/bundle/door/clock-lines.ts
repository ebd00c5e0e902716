/** Lines about the clock count where what they stand in does not: of a configuration that was filtered its zones, and above a buffer the time at which it was printed. */
import { bufferClockAt } from '../../ios/log/buffer-clock.ts';
import { SUMMER_TIME, TIMESTAMPS, TIMEZONE } from '../../ios/log/stamp-zone.ts';
import { BUFFER_CLOCK } from '../../ios/shows/time.ts';
import { keep, type Page } from './page.ts';

/** Under this name nobody takes it for the configuration. */
export const CLOCK_LINES = 'show_timezone.txt';
/** `sh run | i clock|timestamps`: whoever filters for `clock timezone` leaves the summer out. [C] */
const FOR_CLOCKS = /^(?:do )?sh\S* run\S*(?: all)? \|\s*[is]\S* (?:.{0,40}[|(^])?clock(?:[|)$].{0,80})?\s*$/i;
const SAYS_ZONE = [TIMEZONE, SUMMER_TIME, new RegExp(TIMESTAMPS.source)];

/** Undefined of any other part. */
export function clockLines(command: string, page: Page): Page | undefined {
  if (!FOR_CLOCKS.test(command)) return undefined;
  const places = page.lines.flatMap((line, at) => (SAYS_ZONE.some((says) => says.test(line)) ? [at] : []));
  return places.length === 0 ? undefined : keep(page, places);
}

/** It is what `show clock` prints: what was asked at another time is not held against it. */
export const BUFFER_CLOCK_FILE = `${BUFFER_CLOCK}.txt`;

/** Undefined of a log that does not begin with the time. */
export function bufferClock(page: Page): Page | undefined {
  const at = bufferClockAt(page.lines);
  return at === undefined ? undefined : keep(page, [at]);
}
