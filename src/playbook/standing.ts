/** A standing capture is what a router's own configuration says of a capture of ours on it: its tunnel, its lease, and what it records. */

import { commandsOf } from '../applet/commands.ts';
import { parseApplets } from '../applet/parse.ts';
import { settingOfLine } from './settings.ts';
import { isUndoLine } from './undo-lines.ts';

export interface StandingCapture {
  captureId: string;
  /** Roles of its applets that stand: `GUARD`, `WATCH`; of any version of flaptrap. */
  roles: string[];
  /** The two ends as this router sees them; null when an older version did not write them down. */
  tunnel: { local: string; remote: string } | null;
  /** ISO 8601; null when it is not written there. */
  leaseEndsAt: string | null;
  /** What it shares with other captures on this router while it records: `rec-isakmp`, `cond-198.51.100.1`. */
  marks: string[];
}

/** Applets of ours, each with its description below it. */
export const STANDING_COMMAND = 'show running-config | include ^event manager applet FLAPTRAP|^ description flaptrap';

/** `event manager applet FLAPTRAP-7f3a9c01-GUARD`, of any version. */
export const OWN_APPLET_LINE = /^\s*event manager applet (?<name>FLAPTRAP-(?<captureId>[0-9a-f]{8})-(?<role>[A-Z][A-Z0-9]{0,15}))(?:\s|$)/;
/** ` description flaptrap capture 7f3a9c01 digest … lease 2026-11-29T01:00:00.000Z tunnel 192.0.2.1 198.51.100.1` */
const OWN_DESCRIPTION = /^\s*description flaptrap /;
const LEASE = /\blease (?<lease>\d{4}-\d\d-\d\dT[\d:.]+Z)/;
const TUNNEL = /\btunnel (?<local>[0-9A-Fa-f.:]+) (?<remote>[0-9A-Fa-f.:]+)(?:\s|$)/;
const MARK = /(?<=\s)(?:rec|cond)-[\w.:-]+(?=\s|$)/g;

/** In the order of the configuration. */
export function readStanding(runningConfiguration: string): StandingCapture[] {
  const captures = new Map<string, StandingCapture>();
  const told = new Set<StandingCapture>();
  let current: StandingCapture | undefined;
  for (const line of runningConfiguration.split(/\r?\n/)) {
    const applet = OWN_APPLET_LINE.exec(line)?.groups;
    if (applet !== undefined) current = addRole(captures, applet['captureId'] ?? '', applet['role'] ?? '');
    else if (/^\S/.test(line)) current = undefined;
    else if (current !== undefined && OWN_DESCRIPTION.test(line)) describe(current, line, told);
  }
  return [...captures.values()];
}

/** Names of its applets, as they stand. */
export function appletsOf({ captureId, roles }: StandingCapture): string[] {
  return roles.map((role) => `FLAPTRAP-${captureId}-${role}`);
}

/** True while it waits for its trigger, or may do so: ending it takes somebody's trap away. */
export function isLive({ roles, leaseEndsAt }: StandingCapture, nowMs: number): boolean {
  // Versions without REC did not say whether they still record.
  const isWaiting = roles.includes('WATCH') && (roles.includes('REC') || !roles.includes('LEASE'));
  return isWaiting && (leaseEndsAt === null || Date.parse(leaseEndsAt) > nowMs);
}

/** What captures still record, by their marks. One whose lease is over, or longer than any, holds nothing: else a REC without its guard would keep debugs on for ever. */
export function heldMarks(captures: readonly StandingCapture[], nowMs: number): string[] {
  return captures.flatMap(({ roles, leaseEndsAt, marks }) => {
    const leftMs = leaseEndsAt === null ? Number.NaN : Date.parse(leaseEndsAt) - nowMs;
    return roles.includes('REC') && leftMs > -CLOCKS_APART_MS && leftMs < LEASE_MAX_MS + CLOCKS_APART_MS ? marks : [];
  });
}

const DAY_MS = 86_400_000;
/** The router's guard may go by another clock or zone. */
const CLOCKS_APART_MS = DAY_MS;
/** No playbook asks for more. */
const LEASE_MAX_MS = 365 * DAY_MS;

export function sayStanding({ captureId, leaseEndsAt, tunnel }: StandingCapture): string {
  const between = tunnel === null ? '' : ` for ${tunnel.local} and ${tunnel.remote}`;
  return `capture ${captureId}${between}${leaseEndsAt === null ? '' : `, lease until ${leaseEndsAt}`}`;
}

/** The lines by which the guards of ours give settings back, one for each. */
export function readRestoreLines(runningConfiguration: string): string[] {
  const guards = parseApplets(runningConfiguration, 'running-config').applets.filter(({ name }) =>
    /^FLAPTRAP-[0-9a-f]{8}-GUARD$/.test(name),
  );
  return restoresAmong(guards.flatMap((guard) => commandsOf(guard).map(({ typed }) => typed)));
}

/** Where two captures would give one setting back, the first to come read it before the other changed it. */
export function restoresAmong(typed: readonly string[]): string[] {
  const restores = new Map<string, string>();
  for (const line of typed) {
    const setting = isBufferLine(line) ? 'buffer' : settingOfLine(line);
    if (setting !== undefined && isUndoLine('configure', line) && !restores.has(setting)) restores.set(setting, line);
  }
  return [...restores.values()];
}

export function isBufferLine(line: string): boolean {
  return /^(?:(?:default|no) )?logging buffered\b/.test(line);
}

function addRole(captures: Map<string, StandingCapture>, captureId: string, role: string): StandingCapture {
  const capture = captures.get(captureId) ?? { captureId, roles: [], tunnel: null, leaseEndsAt: null, marks: [] };
  capture.roles.push(role);
  captures.set(captureId, capture);
  return capture;
}

/** Each applet of a capture says the same: where two say other tunnels, neither is believed, and the later lease counts. */
function describe(capture: StandingCapture, line: string, told: Set<StandingCapture>): void {
  const { local, remote } = TUNNEL.exec(line)?.groups ?? {};
  if (local !== undefined && remote !== undefined) {
    const isSame = capture.tunnel?.local === local && capture.tunnel.remote === remote;
    capture.tunnel = isSame || !told.has(capture) ? { local, remote } : null;
    told.add(capture);
  }
  const lease = LEASE.exec(line)?.groups?.['lease'] ?? '';
  if (Date.parse(lease) > Date.parse(capture.leaseEndsAt ?? FIRST_DAY)) capture.leaseEndsAt = lease;
  if (capture.roles.at(-1) === 'REC') capture.marks.push(...(line.match(MARK) ?? []));
}

const FIRST_DAY = '1970-01-01';
