/** What EEM says of itself: its version, and the applets that a configuration holds. */
import { eemHistory } from './shows/eem-history.ts';

/** `Embedded Event Manager Version 4.00` [C] */
export const EEM_VERSION = /Embedded Event Manager Version (?<version>\S+)/;
/** `event manager applet FLAPTRAP-7f3a9c01-GUARD authorization bypass` [C] */
export const APPLET_LINE = /^event manager applet (?<name>\S+)/gm;

/** How the last run of an applet ended, as EEM's history says: `success`, `abort`, `pending`; undefined when it holds none. */
export function readLastRun(showHistoryEvents: string, applet: string): string | undefined {
  return eemHistory.read(showHistoryEvents).runs?.findLast(({ value }) => value.name === applet)?.value.result;
}

export function readEemVersion(showEventManagerVersion: string): string | null {
  return EEM_VERSION.exec(showEventManagerVersion)?.groups?.['version'] ?? null;
}

export function readAppletNames(runningConfiguration: string): string[] {
  return [...runningConfiguration.matchAll(APPLET_LINE)].map(({ groups }) => groups?.['name'] ?? '');
}
