/** Sweeping finds what flaptrap left on a router, from the router alone, and takes off what was chosen; only undo lines of a fixed list are ever typed. */
import { commandsOf } from '../applet/commands.ts';
import { parseApplets } from '../applet/parse.ts';
import type { Cli } from '../device/cli.ts';
import { deleteFile } from '../device/files.ts';
import { FlaptrapError } from '../errors.ts';
import { parseClock } from '../ios/log/syslog.ts';
import { filterName, filterOff, RING_COMMANDS, RING_OFF, ringName } from '../ios/packet-capture.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import { endsOf } from '../playbook/make-plan.ts';
import { conditionOff } from '../playbook/off-commands.ts';
import { OWN_FILE } from '../playbook/ownership.ts';
import { isManaged, type Playbook } from '../playbook/playbook.ts';
import { appletsOf, isLive, readStanding, restoresAmong, type StandingCapture } from '../playbook/standing.ts';
import { removalOf } from '../playbook/steps.ts';
import type { Ends } from '../playbook/triggers/trigger.ts';
import { isUndoLine } from '../playbook/undo-lines.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { platformOfPeer } from './preflight.ts';
import { askResidue, printResidue, type Residue } from './residue.ts';
import { askSaved, saySaved } from './saved.ts';

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
}

const VERSION = 'show version';
const OWN_APPLETS = 'show running-config | section ^event manager applet FLAPTRAP';
const CLOCK = 'show clock';
/** What a sweep asks beside the residue. */
export const SWEEP_COMMANDS = [VERSION, OWN_APPLETS, CLOCK] as const;

const SWEEP_MS = 300_000;

export async function planSweep(context: CaptureContext, playbook: Playbook, side: Side, options: SweepOptions): Promise<SweepPlan> {
  return withRouter(context, side, async (cli) => (await draft(context, cli, playbook, side, options)).plan, { totalMs: SWEEP_MS });
}

/** Types what was planned, and says what of it is still there. */
export async function carryOutSweep(
  context: CaptureContext,
  playbook: Playbook,
  planned: SweepPlan,
  options: SweepOptions,
): Promise<string[]> {
  return withRouter(
    context,
    planned.side,
    async (cli) => {
      for (const command of planned.exec) await tolerate(cli.exec(command));
      for (const line of planned.configure) await tolerate(cli.configure([line]));
      for (const path of planned.deletes) await tolerate(deleteFile(cli, path));
      const { plan, standing } = await draft(context, cli, playbook, planned.side, options);
      // With the applets gone nothing on the router tells whose a debug is: what was ours before is ours still.
      return [...new Set([...plan.found, ...planned.found.filter((line) => standing.includes(line))])];
    },
    { totalMs: SWEEP_MS },
  );
}

/** `standing`: all that a sweep could mean, whosever it is; one line each. */
interface Drafted {
  plan: SweepPlan;
  standing: string[];
}

async function draft(context: CaptureContext, cli: Cli, playbook: Playbook, side: Side, options: SweepOptions): Promise<Drafted> {
  const peer = playbook.tunnel[side];
  if (!isManaged(peer)) throw new Error(`${peer.name} is not ours: nothing is swept there`);
  const platform = platformOfPeer(cli, peer, await cli.exec(VERSION));
  const configuration = await cli.exec(OWN_APPLETS);
  const residue = await askResidue(cli, platform);
  const saved = await askSaved(cli);
  // The earlier of two clocks: one that was set ahead must not take somebody's live trap for one whose lease is over.
  const nowMs = Math.min(context.clock.now(), await askClock(cli));
  const typed = typedBy(configuration);
  const isOurs = (capture: StandingCapture): boolean => options.isAll === true || isOfTunnel(capture, endsOf(playbook, side), typed);
  const standing = readStanding(configuration);
  const chosen = standing.filter(isOurs);
  const others = standing.filter((capture) => !chosen.includes(capture));
  const exec = offLines(chosen, others, typed);
  const rings = ringsAmong(residue, chosen, others, options);
  const files = chooseFiles(residue.files, chosen, others, options);
  const flash = PLATFORMS[platform].flash;
  const plan = {
    side,
    name: peer.name,
    found: printResidue({
      ...ownOf(residue, exec),
      ...rings,
      applets: chosen.flatMap(appletsOf),
      files: options.deletesFiles === true ? files : [],
    }),
    live: chosen.filter((capture) => isLive(capture, nowMs)),
    exec: [
      ...(chosen.length === 0 ? [] : exec.filter((line) => !RING_OFF.test(line))),
      ...rings.rings.flatMap((id) => [RING_COMMANDS.stop(id), RING_COMMANDS.remove(id)]),
    ],
    configure: [...(others.length === 0 ? restoreLines(chosen, typed) : []), ...rings.filters.map(filterOff), ...chosen.flatMap(removals)],
    deletes: options.deletesFiles === true ? files.map((name) => `${flash}${name}`) : [],
    kept: [
      ...others.flatMap(
        ({ captureId, tunnel }) =>
          `applets of capture ${captureId}: ${tunnel === null ? 'its tunnel is not known' : `of the tunnel ${tunnel.local} ${tunnel.remote}`}`,
      ),
      ...residue.rings.filter((id) => !rings.rings.includes(id)).map((id) => `ring of packets ${ringName(id)}`),
      ...residue.filters.filter((id) => !rings.filters.includes(id)).map((id) => `access list ${filterName(id)}`),
      ...(saved.length === 0 ? [] : [saySaved(saved)]),
      ...residue.files.filter((name) => options.deletesFiles !== true || !files.includes(name)).map((name) => `evidence ${flash}${name}`),
    ],
  };
  return { plan, standing: printResidue(residue) };
}

async function askClock(cli: Cli): Promise<number> {
  const result = await cli.tryExec(CLOCK);
  return (result.ok ? parseClock(result.answer)?.at : undefined) ?? Number.POSITIVE_INFINITY;
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

/** A ring belongs to one capture alone; one that stands without its applets is of nobody known: only a sweep of all, or one that knows its id, takes it. */
function ringsAmong(
  residue: Pick<Residue, 'rings' | 'filters'>,
  chosen: readonly StandingCapture[],
  others: readonly StandingCapture[],
  { isAll, knownIds = [] }: SweepOptions,
): Pick<Residue, 'rings' | 'filters'> {
  const ids = [...chosen.map(({ captureId }) => captureId), ...knownIds];
  const isOthers = (id: string): boolean => others.some(({ captureId }) => captureId === id);
  const isMeant = (id: string): boolean => (isAll === true ? !isOthers(id) : ids.includes(id));
  return { rings: residue.rings.filter(isMeant), filters: residue.filters.filter(isMeant) };
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

function chooseFiles(
  files: readonly string[],
  chosen: readonly StandingCapture[],
  others: readonly StandingCapture[],
  { isAll, knownIds = [] }: SweepOptions,
): string[] {
  const ids = [...chosen.map(({ captureId }) => captureId), ...knownIds];
  const isOthers = (captureId: string): boolean => others.some((capture) => capture.captureId === captureId);
  return files.filter((name) => {
    const captureId = OWN_FILE.exec(name)?.groups?.['captureId'] ?? '';
    return isAll === true ? !isOthers(captureId) : ids.includes(captureId);
  });
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

/** What refuses to be undone is found again by the look that follows. */
async function tolerate(act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof FlaptrapError) || !['refused', 'not-authorized', 'left-behind'].includes(error.code)) throw error;
  }
}
