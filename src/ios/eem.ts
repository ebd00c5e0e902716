/** What EEM says of itself: its version, and how its runs ended. */
import { eemHistory } from './shows/eem-history.ts';

/** What an applet may take that names no `maxrun`. [C] eem.md 8 */
export const MAXRUN_SECONDS_DEFAULT = 20;

/** `Embedded Event Manager Version 4.00` [C] */
export const EEM_VERSION = /Embedded Event Manager Version (?<version>\S+)/;

/** How the last run of an applet ended, as EEM's history says: `success`, `abort`, `pending`; undefined when it holds none. */
export function readLastRun(showHistoryEvents: string, applet: string): string | undefined {
  return eemHistory.read(showHistoryEvents).runs?.findLast(({ value }) => value.name === applet)?.value.result;
}

export function readEemVersion(showEventManagerVersion: string): string | null {
  return EEM_VERSION.exec(showEventManagerVersion)?.groups?.['version'] ?? null;
}
