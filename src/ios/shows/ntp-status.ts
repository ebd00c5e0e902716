/** `show ntp status` says whether the clock follows a server. */
import { findShown, showLines } from '../show-lines.ts';
import type { Show, ShownState } from './show.ts';

/** `Clock is synchronized, stratum 4, reference is 10.16.2.2`, `Clock is unsynchronized, stratum 16, no reference clock`, `%NTP is not enabled.` */
export const NTP_STATE = /^\s*(?:Clock is (un)?synchronized|(%?NTP is not enabled))/i;

export const ntpStatus: Show = {
  id: 'ntp-status',
  command: 'show ntp status',
  names: /^show_ntp_stat/i,
  read(text): ShownState {
    return { isNtpSynchronised: findShown(showLines(text), NTP_STATE, ([, un, off]) => un === undefined && off === undefined) };
  },
  samples: ['Clock is synchronized, stratum 4, reference is 192.0.2.9', 'Clock is unsynchronized, stratum 16, no reference clock'],
};
