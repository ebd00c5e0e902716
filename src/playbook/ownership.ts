/** Ownership is read from names: our applets are `FLAPTRAP-<capture>-<ROLE>`, our files `flaptrap-<capture>-…`; nothing else is ever touched. */
import { fileNameOfCommand } from '../ios/command-file.ts';

/** GUARD ends the lease, PROBE proves EEM and goes again, CPU ends the lease early under load, WATCH springs, CALL is run by name. */
export const ROLES = ['GUARD', 'PROBE', 'CPU', 'WATCH', 'CALL'] as const;
export type Role = (typeof ROLES)[number];

/** `FLAPTRAP-7f3a9c01-GUARD` */
export const OWN_APPLET = /^FLAPTRAP-(?<captureId>[0-9a-f]{8})-(?<role>GUARD|PROBE|CPU|WATCH|CALL)$/;
/** `flaptrap-7f3a9c01-show_logging.txt` */
export const OWN_FILE = /^flaptrap-(?<captureId>[0-9a-f]{8})-(?<file>\S+)$/;

export function appletName(captureId: string, role: Role): string {
  return `FLAPTRAP-${captureId}-${role}`;
}

/** Capture and role of an applet of ours; undefined for anybody else's. */
export function readAppletName(name: string): { captureId: string; role: Role } | undefined {
  const groups = OWN_APPLET.exec(name)?.groups;
  return groups === undefined ? undefined : { captureId: groups['captureId'] ?? '', role: groups['role'] as Role };
}

/** A capture's file on flash, named after the command whose output it holds. */
export function evidenceFile(captureId: string, command: string): string {
  return `flaptrap-${captureId}-${fileNameOfCommand(command)}`;
}

/** The number by which the two ends of one capture call each other: SNMP carries 32 bits with a sign. */
export function signalOf(captureId: string): number {
  return Number.parseInt(captureId, 16) & 0x7fffffff;
}
