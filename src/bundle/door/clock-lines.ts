/** `show running-config | include clock` is a part that proves nothing absent; but what it says of the zones by which a router stamps, it says. */
import { SUMMER_TIME, TIMESTAMPS, TIMEZONE } from '../../ios/log/stamp-zone.ts';
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
