/** Ownership is read from names: our applets are `FLAPTRAP-<capture>-<ROLE>`, our files `flaptrap-<capture>-…`; nothing else is ever touched. */
import { createHash } from 'node:crypto';
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
  return `flaptrap-${captureId}-${LEASE_PREFIX}${shortFile(command, FILE_CHARACTERS_MAX - LEASE_PREFIX.length)}`;
}

/** A capture's file on flash, named after the command whose output it holds. */
export function evidenceFile(captureId: string, command: string): string {
  return `flaptrap-${captureId}-${shortFile(command, FILE_CHARACTERS_MAX)}`;
}

/** With `flaptrap-7f3a9c01-` 50 in all: how long a name old flash takes is not known [U], 63 is believed [B]. */
const FILE_CHARACTERS_MAX = 32;
const SUM_DIGITS = 6;

/** `show_monitor_event_t_1f9a3c.txt`: what is too long ends in a sum of the whole, so that two commands have two files. */
function shortFile(command: string, charactersMax: number): string {
  const file = fileNameOfCommand(command);
  if (file.length <= charactersMax) return file;
  const end = `_${createHash('sha256').update(file).digest('hex').slice(0, SUM_DIGITS)}.txt`;
  return `${file.slice(0, charactersMax - end.length)}${end}`;
}

/** What a file of a capture is called at home: after its command, however short its name on flash is. */
export function homeName(name: string, commands: readonly string[]): string {
  const { captureId = '', file = name } = OWN_FILE.exec(name)?.groups ?? {};
  const saved = commands.find((command) => leaseFile(captureId, command) === name);
  if (saved !== undefined) return `${LEASE_PREFIX}${fileNameOfCommand(saved)}`;
  const frozen = commands.find((command) => evidenceFile(captureId, command) === name);
  return frozen === undefined ? file : fileNameOfCommand(frozen);
}

/** The number by which the two ends of one capture call each other: SNMP carries 32 bits with a sign. */
export function signalOf(captureId: string): number {
  return Number.parseInt(captureId, 16) & 0x7fffffff;
}
