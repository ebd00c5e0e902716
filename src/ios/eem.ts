/** What EEM says of itself: its version, and how its runs ended. */
import { eemHistory } from './shows/eem-history.ts';

/** `Embedded Event Manager Version 4.00` [C] */
export const EEM_VERSION = /Embedded Event Manager Version (?<version>\S+)/;

/** How the last run of an applet ended, as EEM's history says: `success`, `abort`, `pending`; undefined when it holds none. */
export function readLastRun(showHistoryEvents: string, applet: string): string | undefined {
  return eemHistory.read(showHistoryEvents).runs?.findLast(({ value }) => value.name === applet)?.value.result;
}

export function readEemVersion(showEventManagerVersion: string): string | null {
  return EEM_VERSION.exec(showEventManagerVersion)?.groups?.['version'] ?? null;
}
