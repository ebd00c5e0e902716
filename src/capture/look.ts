/** Looking at a router says whether its trap stands whole, is blind, has gone or has sprung: from the router itself, never from memory. */
import type { Cli } from '../device/cli.ts';
import { type ErrorCode, FlaptrapError } from '../errors.ts';
import { DEBUGS } from '../ios/debugs.ts';
import type { FileEntry } from '../ios/directory.ts';
import { readLogging } from '../ios/logging.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Side } from '../ipsec/side.ts';
import { LEASE_PREFIX, OWN_FILE } from '../playbook/ownership.ts';
import type { PeerPlan, Plan } from '../playbook/plan.ts';
import { readStanding, STANDING_COMMAND } from '../playbook/standing.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { askDebugs, LOG_HEADER } from './preflight.ts';
import { ownFiles } from './residue.ts';

/**
 * `armed`: everything stands, nothing has sprung; `blind`: it can spring, but something is missing; `gone`: it cannot spring any more;
 * `freezing`: sprung; `frozen`: the marker is there, or it ended without a file; `unknown`: the router could not be asked.
 */
export type PeerStage = 'armed' | 'blind' | 'gone' | 'freezing' | 'frozen' | 'unknown';

export interface Look {
  stage: PeerStage;
  /** What should stand there and does not, in words. */
  missing: string[];
  /** Files of this capture on flash: evidence that may not be home yet. */
  files: FileEntry[];
  /** Why it could not be asked. */
  code?: ErrorCode | undefined;
}

/** A router that tells nothing new for so long is not looked at any longer: the next look may find it better. */
const LOOK_MS = 90_000;

/** Throws what is wrong with our own input, a secret that is not there or hosts that cannot be read: no router can mend that. */
export async function lookAtBoth(context: CaptureContext, plan: Plan): Promise<Record<Side, Look>> {
  return onBothSides((side) => ask(context, plan, side).catch((error: unknown) => unknownFor(error, ['input'])));
}

/** A router that does not answer is no reason to give up, nor is a mistake of ours that may pass: the tunnel that flaps may be the way to it. */
export async function lookAt(context: CaptureContext, plan: Plan, side: Side, signal?: AbortSignal): Promise<Look> {
  return ask(context, plan, side, signal).catch((error: unknown) => unknownFor(error, []));
}

function ask(context: CaptureContext, plan: Plan, side: Side, signal?: AbortSignal): Promise<Look> {
  return withRouter(context, side, (cli) => look(cli, plan, plan.peers[side]), { totalMs: LOOK_MS, signal });
}

function unknownFor(error: unknown, graver: readonly ErrorCode[]): Look {
  if (!(error instanceof FlaptrapError) || graver.includes(error.code)) throw error;
  return { stage: 'unknown', missing: [error.message], files: [], code: error.code };
}

async function look(cli: Cli, plan: Plan, peer: PeerPlan): Promise<Look> {
  const files = await ownFiles(cli, PLATFORMS[peer.platform], plan.captureId);
  const isMarked = files.some(({ name, sizeBytes }) => peer.marker.path.endsWith(`:${name}`) && sizeBytes > 0);
  if (isMarked) return { stage: 'frozen', missing: [], files };
  if (files.some(({ name }) => isOfFreeze(name, peer))) return { stage: 'freezing', missing: [], files };
  return { ...(await askWhole(cli, plan, peer, files.length > 0)), files };
}

/** Neither the probe's file nor what the guard saved says that the trap has sprung. */
function isOfFreeze(name: string, { files }: PeerPlan): boolean {
  const file = OWN_FILE.exec(name)?.groups?.['file'] ?? '';
  return !file.startsWith(LEASE_PREFIX) && files.some(({ path }) => path.endsWith(`-${file}`));
}

async function askWhole(cli: Cli, plan: Plan, peer: PeerPlan, hasFiles: boolean): Promise<Pick<Look, 'stage' | 'missing'>> {
  const standing = readStanding(await cli.exec(STANDING_COMMAND)).find(({ captureId }) => captureId === plan.captureId);
  const lost = rolesOf(peer).filter((role) => standing?.roles.includes(role) !== true);
  if (standing === undefined) return { stage: 'gone', missing: [`none of its applets is there any more${await whoRemoved(cli, plan)}`] };
  if (!hasFiles && hasSpentItself(lost))
    return { stage: 'frozen', missing: ['triggered, but no file could be written to flash: the recording is only in its logging buffer'] };
  const missing = [
    ...(lost.length > 0 ? [`its applets ${lost.join(', ')}`] : []),
    ...(await lostDebugs(cli, peer)),
    ...(await lostBuffer(cli, peer)),
  ];
  if (lost.includes('WATCH')) return { stage: 'gone', missing };
  return { stage: missing.length > 0 ? 'blind' : 'armed', missing };
}

/** `%HA_EM-5-LOG: FLAPTRAP-7f3a9c01-LEASE: lease ended, recording removed`: a guard's last word, while the log still holds it. */
const LAST_WORD = /FLAPTRAP-[0-9a-f]{8}-(?<role>GUARD|LEASE|CPU): (?<why>.*), recording removed/;

export function lastWordCommand(captureId: string): string {
  return `show logging | include HA_EM-.*FLAPTRAP-${captureId}-`;
}

async function whoRemoved(cli: Cli, { captureId }: Plan): Promise<string> {
  const { role, why } = LAST_WORD.exec(await cli.exec(lastWordCommand(captureId)))?.groups ?? {};
  return role === undefined ? '' : `: ${role} removed them (${why})`;
}

/** WATCH takes REC away when its tail has ended, and stays itself; a guard saves a file first, and whoever disarms takes WATCH first. */
function hasSpentItself(lost: readonly string[]): boolean {
  return lost.includes('REC') && !lost.includes('WATCH');
}

/** The applets that stand while armed; the probe has gone again. */
function rolesOf({ steps }: PeerPlan): string[] {
  return steps.flatMap((step) => (step.kind === 'applet' && step.role !== 'PROBE' ? [step.role] : []));
}

async function lostDebugs(cli: Cli, { steps }: PeerPlan): Promise<string[]> {
  const families = steps.flatMap((step) => (step.kind === 'debug' ? [step.family] : [])).toSorted();
  const remotes = steps.flatMap((step) => (step.kind === 'condition' ? [step.remote] : []));
  if (families.length + remotes.length === 0) return [];
  const { debugs, conditions } = await askDebugs(cli);
  const isOn = (shown: readonly RegExp[]): boolean => shown.every((pattern) => debugs.some((line) => pattern.test(line)));
  const off = families.map((family) => DEBUGS[family]).filter(({ shown }) => !isOn(shown));
  const isNarrowed = remotes.every((remote) => conditions.includes(remote));
  return [...off.map(({ title }) => `the debug of ${title}`), ...(isNarrowed ? [] : ['the peer condition of the debugs'])];
}

/** A buffer that somebody made smaller has also lost what it held. [C] CFCR */
async function lostBuffer(cli: Cli, { steps, facts }: PeerPlan): Promise<string[]> {
  const [set] = steps.flatMap((step) => (step.kind === 'logging' ? (step.bufferBytes ?? []) : []));
  const wanted = set ?? facts.bufferBytes;
  const { bufferBytes, isBufferAtDebugging } = readLogging(await cli.exec(LOG_HEADER));
  if (bufferBytes < wanted) return [`the logging buffer of ${wanted} bytes (it has ${bufferBytes})`];
  return isBufferAtDebugging ? [] : ['debug messages in the logging buffer (its level was changed)'];
}
