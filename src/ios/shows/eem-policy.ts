/** `show event manager policy registered` lists the applets that EEM holds. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** `1    applet    user    syslog              Off   Mon Jan 5 03:00:00 2026   NAME` [L] eem.md 9 */
export const POLICY_ROW =
  /^ {0,4}\d{1,6} {1,8}(?:applet|script) {1,8}(?:user|system) {1,8}(?<event>\S.{0,30}?) {1,20}(?:On|Off) {1,8}\S.{10,40}? {1,8}(?<name>\S{1,80})\s{0,8}$/;

export const eemPolicy: Show = {
  id: 'eem-policy',
  command: 'show event manager policy registered',
  names: /^show_event_manager_policy/i,
  read: (text) => ({ applets: shownEach(text, POLICY_ROW, ({ name = '' }) => name) }),
  samples: [
    'No.  Class     Type    Event Type          Trap  Time Registered           Name\n1    applet    user    syslog              Off   Mon Jan 5 03:00:00 2026   FLAPTRAP-0123abcd-WATCH\n pattern {RECVD_PKT_INV_SPI}',
  ],
};
