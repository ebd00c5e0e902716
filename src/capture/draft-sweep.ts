/** Drafting a sweep chooses, from what a router holds of ours, what is taken off and what is left alone; nothing is asked or typed here. */
import { commandsOf } from '../applet/commands.ts';
import { parseApplets } from '../applet/parse.ts';
import { filterName, filterOff, RING_COMMANDS, RING_OFF, ringName } from '../ios/packet-capture.ts';
import type { Side } from '../ipsec/side.ts';
import { conditionOff } from '../playbook/off-commands.ts';
import { OWN_FILE } from '../playbook/ownership.ts';
import { appletsOf, isLive, readStanding, restoresAmong, type StandingCapture } from '../playbook/standing.ts';
import { removalOf } from '../playbook/steps.ts';
import type { Ends } from '../playbook/triggers/trigger.ts';
import { isUndoLine } from '../playbook/undo-lines.ts';
import { printResidue, type Residue } from './residue.ts';
import { saySaved } from './saved.ts';

export interface SweepOptions {
  /** Whatever any version of flaptrap left, of any tunnel; otherwise only what belongs to the playbook's tunnel. */
  isAll?: boolean | undefined;
  /** Evidence on flash is deleted too, read or not; otherwise it stays and is named. */
  deletesFiles?: boolean | undefined;
  /** Captures that are known to be of this tunnel, beyond what the router says: only files may be left of them. */
  knownIds?: readonly string[] | undefined;
}

/** What a sweep of one router found, and what it would type. */
export interface SweepPlan {
  side: Side;
  name: string;
  /** One line each. */
  found: string[];
  /** Captures among them that still wait for their trigger. */
  live: StandingCapture[];
  exec: string[];
  configure: string[];
  /** Full paths. */
  deletes: string[];
  /** What is left alone, and why; one line each. */
  kept: string[];
  /** Captures of ours in the configuration that it starts from; absent where it does not tell. */
  saved?: readonly string[] | undefined;
}

/** What was read of one router before a sweep. */
export interface SweepReading {
  side: Side;
  name: string;
  /** The two ends of the playbook's tunnel, as this router sees them. */
  ends: Ends;
  /** The file system that its evidence lies on: `flash:`. */
  flash: string;
  /** Our applets, as its running configuration prints them. */
  configuration: string;
  residue: Residue;
  /** Captures of ours in the configuration that it starts from; undefined where it does not tell. */
  saved: readonly string[] | undefined;
  /** By the earlier of two clocks. */
  nowMs: number;
}

export function draftSweep(seen: SweepReading, options: SweepOptions): SweepPlan {
  const { configuration, residue, saved, nowMs, flash } = seen;
  const typed = typedBy(configuration);
  const isOurs = (capture: StandingCapture): boolean => options.isAll === true || isOfTunnel(capture, seen.ends, typed);
  const standing = readStanding(configuration);
  const chosen = standing.filter(isOurs);
  const others = standing.filter((capture) => !chosen.includes(capture));
  const exec = offLines(chosen, others, typed);
  const isMeant = meantBy(options, chosen, others);
  const rings = residue.rings.filter(isMeant);
  const filters = residue.filters.filter(isMeant);
  const files = options.deletesFiles === true ? residue.files.filter((name) => isMeant(captureOf(name))) : [];
  const without = (all: readonly string[], taken: readonly string[]): string[] => all.filter((each) => !taken.includes(each));
  return {
    side: seen.side,
    name: seen.name,
    found: printResidue({ ...ownOf(residue, exec), rings, filters, applets: chosen.flatMap(appletsOf), files }),
    live: chosen.filter((capture) => isLive(capture, nowMs)),
    exec: [
      ...(chosen.length === 0 ? [] : exec.filter((line) => !RING_OFF.test(line))),
      ...rings.flatMap((id) => [RING_COMMANDS.stop(id), RING_COMMANDS.remove(id)]),
    ],
    configure: [...(others.length === 0 ? restoreLines(chosen, typed) : []), ...filters.map(filterOff), ...chosen.flatMap(removals)],
    deletes: files.map((name) => `${flash}${name}`),
    kept: [
      ...others.map(sayOthers),
      ...without(residue.rings, rings).map((id) => `ring of packets ${ringName(id)}`),
      ...without(residue.filters, filters).map((id) => `access list ${filterName(id)}`),
      ...(saved === undefined || saved.length === 0 ? [] : [saySaved(saved)]),
      ...without(residue.files, files).map((name) => `evidence ${flash}${name}`),
    ],
    saved,
  };
}

function sayOthers({ captureId, tunnel }: StandingCapture): string {
  return `applets of capture ${captureId}: ${tunnel === null ? 'its tunnel is not known' : `of the tunnel ${tunnel.local} ${tunnel.remote}`}`;
}

/** What each applet of ours would type, by capture id. */
function typedBy(configuration: string): Map<string, string[]> {
  const typed = new Map<string, string[]>();
  for (const applet of parseApplets(configuration, 'running-config').applets) {
    const captureId = /^FLAPTRAP-([0-9a-f]{8})-/.exec(applet.name)?.[1];
    if (captureId === undefined) continue;
    typed.set(captureId, [...(typed.get(captureId) ?? []), ...commandsOf(applet).map((each) => each.typed)]);
  }
  return typed;
}

/** Older versions did not write the tunnel down, but their condition names the other end. */
function isOfTunnel({ captureId, tunnel }: StandingCapture, { local, remote }: Ends, typed: ReadonlyMap<string, string[]>): boolean {
  if (tunnel !== null) return tunnel.local === local && tunnel.remote === remote;
  return typed.get(captureId)?.includes(conditionOff(remote)) === true;
}

/** Debugs before conditions, as they stand there; nothing that a capture which stays would need. */
function offLines(chosen: readonly StandingCapture[], others: readonly StandingCapture[], typed: ReadonlyMap<string, string[]>): string[] {
  const linesOf = (captures: readonly StandingCapture[]): string[] =>
    captures.flatMap(({ captureId }) => typed.get(captureId) ?? []).filter((line) => isUndoLine('exec', line));
  const needed = new Set(linesOf(others));
  const lines = [...new Set(linesOf(chosen))].filter((line) => !needed.has(line));
  return lines.sort((one, two) => Number(isCondition(one)) - Number(isCondition(two)));
}

function isCondition(line: string): boolean {
  return line.includes(' condition ');
}

/** By the id of their capture: what stands without its applets is of nobody known, and only a sweep of all, or one that knows its id, takes it. */
function meantBy(
  { isAll, knownIds = [] }: SweepOptions,
  chosen: readonly StandingCapture[],
  others: readonly StandingCapture[],
): (captureId: string) => boolean {
  const ids = [...chosen.map(({ captureId }) => captureId), ...knownIds];
  return (id) => (isAll === true ? !others.some(({ captureId }) => captureId === id) : ids.includes(id));
}

function captureOf(file: string): string {
  return OWN_FILE.exec(file)?.groups?.['captureId'] ?? '';
}

/** What the guards would give back of the router's own settings. */
function restoreLines(chosen: readonly StandingCapture[], typed: ReadonlyMap<string, string[]>): string[] {
  return restoresAmong(chosen.flatMap(({ captureId }) => typed.get(captureId) ?? []));
}

/** What springs first, as in disarming. The guards last: until then they would finish what we do not. */
function removals(capture: StandingCapture): string[] {
  const isGuard = (name: string): number => Number(/-(?:GUARD|LEASE)$/.test(name));
  const names = appletsOf(capture)
    .reverse()
    .sort((one, two) => isGuard(one) - isGuard(two));
  return names.map(removalOf);
}

/** A debug or condition is ours only when an applet of ours is there that would end it: no router says who switched it on. */
function ownOf(residue: Residue, exec: readonly string[]): Pick<Residue, 'debugs' | 'conditions'> {
  const off = exec.join('\n').toLowerCase();
  return {
    debugs: residue.debugs.filter((line) => off.includes(debugWords(line))),
    conditions: residue.conditions.filter((address) => exec.includes(conditionOff(address))),
  };
}

/** `Crypto ISAKMP debugging is on`, `IKEv2 default debugging is on`: as the words behind `no debug`. */
function debugWords(line: string): string {
  const what = line
    .replace(/ debugging is on$/i, '')
    .replace(/ default$/i, '')
    .trim()
    .toLowerCase();
  return what.startsWith('crypto') ? what : `crypto ${what}`;
}
