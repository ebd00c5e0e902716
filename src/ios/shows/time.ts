/** The shows of time say what time the device believes it is, and whether it believes that itself. */
import { parseClock } from '../log/syslog.ts';
import { allShown, findShown, showLines, shownEach } from '../show-lines.ts';
import type { Show, ShownState } from './show.ts';

/** `*04:45:00.857 UTC Thu Aug 7 2025`, `.18:57:38.347 UTC Mon Oct 19 2015`, `18:56:04.554 EST Mon Oct 17 2016` */
export const CLOCK_LINE = /^\s*([*.]?)(\d{2}:\d{2}:\d{2}\S* .*)$/;
/** `Time source is NTP`, `Time source is user configuration`, `No time source` */
export const TIME_SOURCE = /^\s*(?:Time source is ([^,]+)|No time source)$/;
/** `Time source is NTP, 18:56:04.554 EST Mon Oct 17 2016`, `No time source, *18:56:04.554 EST Mon Oct 17 2016`, which `terminal exec prompt timestamp` prints above every show [C] */
export const CLOCK_ABOVE = /^\s*(?:Time source is (?<source>[^,]{1,40})|No time source), (?<mark>[*.]?)(?<time>\d{2}:\d{2}:\d{2}\S* .*)$/;

/** How the name begins of what is taken of a buffer whose print begins with the time: nobody asked for it. */
export const BUFFER_CLOCK = 'show_clock_of_buffer';

/** `show clock detail` says what time the device believes it is, and whether it believes that itself. */
export const clock: Show = {
  id: 'clock',
  command: 'show clock detail',
  names: /^show_clock/i,
  read(text): ShownState {
    const lines = showLines(text);
    const marked =
      findShown(lines, CLOCK_LINE, ([, mark, time]) => readClock(mark, time)) ??
      findShown(lines, CLOCK_ABOVE, ({ groups }) => readClock(groups?.['mark'], groups?.['time']));
    // The mark alone says that no server is followed; without one it may be any source. [C] `show clock`
    const unmarked = marked?.value.isTrusted === false ? { ...marked, value: '' } : undefined;
    const source =
      findShown(lines, TIME_SOURCE, ([, name = '']) => name.trim()) ??
      findShown(lines, CLOCK_ABOVE, ({ groups }) => groups?.['source']?.trim() ?? '') ??
      unmarked;
    return {
      clockAt: marked === undefined ? undefined : { ...marked, value: marked.value.at },
      isNtpSynchronised:
        source === undefined ? undefined : { ...source, value: /NTP/i.test(source.value) && marked?.value.isTrusted !== false },
    };
  },
  samples: ['*04:45:00.857 UTC Thu Aug 7 2025\nNo time source', '18:56:04.554 EST Mon Oct 17 2016\nTime source is NTP'],
};

function readClock(mark = '', time = ''): { at: number; isTrusted: boolean } | undefined {
  const at = parseClock(time)?.at;
  return at === undefined ? undefined : { at, isTrusted: mark === '' };
}

/** `*~203.0.113.2     .GPS.            1     23     64   377  1.000  -0.500  1.001`: the star is the server that is followed. [C] */
export const FOLLOWED_SERVER = /^\s{0,16}(?<mark>[*#+x.-]?)~?\s{0,2}(?<server>[0-9A-Fa-f.:]{2,45})\s{1,20}\S{1,45}\s{1,20}\d{1,2}\s/;

/** `*~2001:DB8:1111:2222:3333:4444:5555:6666` leaves no room: its row goes on in the indented line below. */
export const SERVER_ALONE = /^\s{0,16}[*#+x.-]?~?\s{0,2}[0-9A-Fa-f:]{16,45}$/;
/** `192.0.2.9 configured, ipv4, our_master, sane, valid, stratum 3`, as `show ntp associations detail` prints it */
export const DETAILED_SERVER =
  /^\s{0,16}(?<server>[0-9A-Fa-f.:]{2,45}) (?<words>(?:configured|dynamic|selected),.{0,200}\bstratum \d{1,2})/;
export const OUR_MASTER = /\bour_master\b/;

/** `show ntp associations` says whether the device follows a time server. */
export const ntpAssociations: Show = {
  id: 'ntp-associations',
  command: 'show ntp associations',
  names: /^show_ntp_assoc/i,
  read: (text) => {
    const printed = showLines(text);
    const lines = printed.map((each, index, all) =>
      SERVER_ALONE.test(each.text) && /^\s+\S/.test(all[index + 1]?.text ?? '')
        ? { ...each, text: `${each.text} ${all[index + 1]?.text.trim()}` }
        : each,
    );
    const servers = [
      ...allShown(lines, FOLLOWED_SERVER, ([, mark]) => mark === '*'),
      ...shownEach(text, DETAILED_SERVER, ({ words }) => OUR_MASTER.test(words ?? '')),
    ];
    // Servers are listed, and none of them is followed: the clock runs by itself.
    const found =
      servers.find(({ value }) => value) ??
      servers[0] ??
      findShown(printed, NTP_STATE, ([, , off]) => (off === undefined ? undefined : false));
    return { isNtpSynchronised: found && { ...found, text: printed[found.line - 1]?.text ?? found.text } };
  },
  samples: [
    '  address         ref clock       st   when   poll reach  delay  offset   disp\n*~203.0.113.2     .GPS.            1     23     64   377  1.000  -0.500  1.001\n * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured',
  ],
};

/** `Clock is synchronized, stratum 4, reference is 10.16.2.2`, `Clock is unsynchronized, stratum 16, no reference clock`, `%NTP is not enabled.` */
export const NTP_STATE = /^\s*(?:Clock is (un)?synchronized|(%?NTP is not enabled))/i;

/** `show ntp status` says whether the clock follows a server. */
export const ntpStatus: Show = {
  id: 'ntp-status',
  command: 'show ntp status',
  names: /^show_ntp_stat/i,
  read(text): ShownState {
    return { isNtpSynchronised: findShown(showLines(text), NTP_STATE, ([, un, off]) => un === undefined && off === undefined) };
  },
  samples: ['Clock is synchronized, stratum 4, reference is 192.0.2.9', 'Clock is unsynchronized, stratum 16, no reference clock'],
};
