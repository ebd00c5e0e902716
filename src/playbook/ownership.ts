/** Ownership is read from names: our applets are `FLAPTRAP-<capture>-<ROLE>`, our files `flaptrap-<capture>-…`; nothing else is ever touched. */
import { fileNameOfCommand } from '../ios/command-file.ts';
import type { Playbook } from './playbook.ts';

/**
 * LEASE ends the lease, once, on the second. GUARD looks again and again whether its date has passed, until it has removed everything and
 * itself. PROBE proves EEM and goes again. CPU ends the lease early under load. REC says what this capture records, and goes when it no longer
 * does. CALL is run by name. WATCH springs.
 */
export const ROLES = ['GUARD', 'LEASE', 'PROBE', 'CPU', 'REC', 'CALL', 'WATCH'] as const;
export type Role = (typeof ROLES)[number];

/** Which applets a playbook asks for. */
export function rolesOf({ budget, probe }: Pick<Playbook, 'budget' | 'probe'>): Role[] {
  const isAsked: Partial<Record<Role, boolean>> = { CPU: budget.cpuPercent !== undefined, PROBE: probe };
  return ROLES.filter((role) => isAsked[role] ?? true);
}

/** `FLAPTRAP-7f3a9c01-GUARD` */
export const OWN_APPLET = /^FLAPTRAP-(?<captureId>[0-9a-f]{8})-(?<role>GUARD|LEASE|PROBE|CPU|REC|CALL|WATCH)$/;
/** `flaptrap-7f3a9c01-show_logging.txt` */
export const OWN_FILE = /^flaptrap-(?<captureId>[0-9a-f]{8})-(?<file>[\w.-]+)$/;

export function appletName(captureId: string, role: Role): string {
  return `FLAPTRAP-${captureId}-${role}`;
}

/** Capture and role of an applet of ours; undefined for anybody else's. */
export function readAppletName(name: string): { captureId: string; role: Role } | undefined {
  const groups = OWN_APPLET.exec(name)?.groups;
  return groups === undefined ? undefined : { captureId: groups['captureId'] ?? '', role: groups['role'] as Role };
}

/** What LEASE and GUARD save before they remove a recording that nobody froze: another name, so that frozen evidence is never overwritten. */
export const LEASE_PREFIX = 'lease_';

export function leaseFile(captureId: string, command: string): string {
  return `flaptrap-${captureId}-${LEASE_PREFIX}${fileNameOfCommand(command)}`;
}

/** A capture's file on flash, named after the command whose output it holds. */
export function evidenceFile(captureId: string, command: string): string {
  return `flaptrap-${captureId}-${fileNameOfCommand(command)}`;
}

/** The number by which the two ends of one capture call each other: SNMP carries 32 bits with a sign. */
export function signalOf(captureId: string): number {
  return Number.parseInt(captureId, 16) & 0x7fffffff;
}
