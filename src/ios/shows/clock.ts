/** `show clock detail` says what time the device believes it is, and whether it believes that itself. */

import { parseClock } from '../log/syslog.ts';
import { findShown, showLines } from '../show-lines.ts';
import type { Show, ShownState } from './show.ts';

/** `*04:45:00.857 UTC Thu Aug 7 2025`, `.18:57:38.347 UTC Mon Oct 19 2015`, `18:56:04.554 EST Mon Oct 17 2016` */
export const CLOCK_LINE = /^\s*([*.]?)(\d{2}:\d{2}:\d{2}\S* .*)$/;
/** `Time source is NTP`, `Time source is user configuration`, `No time source` */
export const TIME_SOURCE = /^\s*(?:Time source is ([^,]+)|No time source)/;

export const clock: Show = {
  id: 'clock',
  command: 'show clock detail',
  names: /^show_clock/i,
  read(text): ShownState {
    const lines = showLines(text);
    const marked = findShown(lines, CLOCK_LINE, ([, mark = '', time = '']) => {
      const at = parseClock(time)?.at;
      return at === undefined ? undefined : { at, isTrusted: mark === '' };
    });
    const source = findShown(lines, TIME_SOURCE, ([, name = '']) => name.trim());
    return {
      clockAt: marked === undefined ? undefined : { ...marked, value: marked.value.at },
      isNtpSynchronised:
        source === undefined ? undefined : { ...source, value: /NTP/i.test(source.value) && marked?.value.isTrusted !== false },
    };
  },
  samples: ['*04:45:00.857 UTC Thu Aug 7 2025\nNo time source', '18:56:04.554 EST Mon Oct 17 2016\nTime source is NTP'],
};
