/** `show event manager history events` says how the last runs of applets ended. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** `1    1      Actv success   Sun May17 18:06:42 2026  none   applet: NAME` [L] eem.md 9 */
export const RUN_ROW =
  /^ {0,4}\d{1,9} {1,8}\d{1,9} {1,8}\S{1,12} {1,8}(?<result>\S{1,20}) {1,8}\S.{0,120}\bapplet: (?<name>\S{1,80})\s{0,8}$/;

export const eemHistory: Show = {
  id: 'eem-history',
  command: 'show event manager history events',
  names: /^show_event_manager_history/i,
  read: (text) => ({ runs: shownEach(text, RUN_ROW, ({ name = '', result = '' }) => ({ name, result })) }),
  samples: [
    'No.  Job Id Proc Status   Time of Event            Event Type        Name\n1    1      Actv success   Sun May17 18:06:42 2026  none              applet: FLAPTRAP-0123abcd-PROBE',
  ],
};
