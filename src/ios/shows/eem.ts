/** The shows of EEM say which version it is, which applets it holds, and how their runs ended. */
import { shownEach } from '../show-lines.ts';
import type { Show } from './show.ts';

/** `1    1      Actv success   Sun May17 18:06:42 2026  none   applet: NAME` [L] eem.md 9 */
export const RUN_ROW =
  /^\s{0,16}\d{1,9} {1,8}\d{1,9} {1,8}\S{1,12} {1,8}(?<result>\S{1,20}) {1,8}\S.{0,120}\bapplet: (?<name>\S{1,80})\s{0,8}$/;

/** `show event manager history events` says how the last runs of applets ended. */
export const eemHistory: Show = {
  id: 'eem-history',
  command: 'show event manager history events',
  names: /^show_event_manager_history/i,
  read: (text) => ({ runs: shownEach(text, RUN_ROW, ({ name = '', result = '' }) => ({ name, result })) }),
  samples: [
    'No.  Job Id Proc Status   Time of Event            Event Type        Name\n1    1      Actv success   Sun May17 18:06:42 2026  none              applet: FLAPTRAP-0123abcd-PROBE',
  ],
};

/** `1    applet    user    syslog              Off   Mon Jan 5 03:00:00 2026   NAME` [L] eem.md 9 */
export const POLICY_ROW =
  /^\s{0,16}\d{1,6} {1,8}(?:applet|script) {1,8}(?:user|system) {1,8}(?<event>\S.{0,30}?) {1,20}(?:On|Off) {1,8}\S.{10,40}? {1,8}(?<name>\S{1,80})\s{0,8}$/;

/** `show event manager policy registered` lists the applets that EEM holds. */
export const eemPolicy: Show = {
  id: 'eem-policy',
  command: 'show event manager policy registered',
  names: /^show_event_manager_policy/i,
  read: (text) => ({ applets: shownEach(text, POLICY_ROW, ({ name = '' }) => name) }),
  samples: [
    'No.  Class     Type    Event Type          Trap  Time Registered           Name\n1    applet    user    syslog              Off   Mon Jan 5 03:00:00 2026   FLAPTRAP-0123abcd-WATCH\n pattern {RECVD_PKT_INV_SPI}',
  ],
};

/** `show event manager version` names the version of EEM. */
export const eemVersion: Show = {
  id: 'eem-version',
  command: 'show event manager version',
  names: /^show_event_manager_version/i,
  read: (text) => ({ eemVersion: shownEach(text, EEM_VERSION, ({ version = '' }) => version)[0] }),
  samples: ['Embedded Event Manager Version 4.00\nComponent Versions:\neem: (rel1)1.0.8'],
};

/** `Embedded Event Manager Version 4.00` [C] */
export const EEM_VERSION = /Embedded Event Manager Version (?<version>\S+)/;

/** How the last run of an applet ended, as EEM's history says: `success`, `abort`, `pending`; undefined when it holds none. */
export function readLastRun(showHistoryEvents: string, applet: string): string | undefined {
  return eemHistory.read(showHistoryEvents).runs?.findLast(({ value }) => value.name === applet)?.value.result;
}

export function readEemVersion(showEventManagerVersion: string): string | null {
  return EEM_VERSION.exec(showEventManagerVersion)?.groups?.['version'] ?? null;
}
