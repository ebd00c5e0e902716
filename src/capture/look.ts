/** Looking at a router says whether its trap stands whole, is blind, has gone or has sprung: from the router itself, never from memory. */
import type { Cli } from '../device/cli.ts';
import { type ErrorCode, FlaptrapError } from '../errors.ts';
import type { FileEntry } from '../ios/directory.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import { isSameAddress } from '../ipsec/address.ts';
import { other, type Side } from '../ipsec/side.ts';
import { LEASE_PREFIX, OWN_FILE } from '../playbook/ownership.ts';
import type { PeerPlan, Plan } from '../playbook/plan.ts';
import { readStanding, STANDING_COMMAND, type StandingCapture, sayStanding } from '../playbook/standing.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { askUptime } from './gauges.ts';
import type { KeptSession } from './kept-session.ts';
import { appletLosses, askRecording, type Loss, rolesOf, type Undone } from './losses.ts';
import { baselineOf, undoneSteps } from './memory.ts';
import { isRestarted } from './remarks.ts';
import { ownFiles } from './residue.ts';
import type { PeerStage } from './sight.ts';

export interface Look {
  stage: PeerStage;
  /** What should stand there and does not, in words. */
  missing: string[];
  /** Files of this capture on flash: evidence that may not be home yet. */
  files: FileEntry[];
  /** Why it could not be asked. */
  code?: ErrorCode | undefined;
}

/** A look with what whoever watches needs to know. */
export interface WholeLook extends Look {
  losses: Loss[];
  messages?: number | undefined;
}

/** A router that tells nothing new for so long is not looked at any longer: the next look may find it better. */
export const LOOK_MS = 90_000;

/** Throws what is wrong with our own input, a secret that is not there or hosts that cannot be read: no router can mend that. `signal` ends it. */
export async function lookAtBoth(context: CaptureContext, plan: Plan, signal?: AbortSignal): Promise<Record<Side, Look>> {
  return onBothSides((side) => ask(context, plan, side, signal).catch((error: unknown) => unknownFor(error, ['input'])));
}

/**
 * Over a session that is kept. A router that does not answer is no reason to give up, nor is a mistake of ours that may pass: the tunnel that flaps
 * may be the way to it.
 */
export async function lookKept(context: CaptureContext, plan: Plan, side: Side, session: KeptSession): Promise<Look> {
  const look = session.ask((cli) => lookOver(context, cli, plan, side), { totalMs: LOOK_MS });
  return look.catch((error: unknown) => unknownFor(error, []));
}

async function ask(context: CaptureContext, plan: Plan, side: Side, signal: AbortSignal | undefined): Promise<Look> {
  if (plan.peers[side].foreign !== undefined) return { stage: 'foreign', missing: [], files: [] };
  return withRouter(context, side, (cli) => lookOver(context, cli, plan, side), { totalMs: LOOK_MS, signal });
}

/** Over a session that is open already. */
export async function lookOver(context: CaptureContext, cli: Cli, plan: Plan, side: Side): Promise<Look> {
  const undone = await undoneSteps(context, plan, side);
  const { losses: _losses, messages: _messages, ...look } = await lookWhole(cli, plan, plan.peers[side], undone);
  const isBroken = look.stage === 'gone' || look.stage === 'blind';
  const isNew = isBroken && isRestarted(await baselineOf(context, plan, side), { uptimeSeconds: await askUptime(cli) });
  return isNew ? { ...look, stage: 'reloaded' } : look;
}

export function unknownFor(error: unknown, graver: readonly ErrorCode[]): Look {
  if (!(error instanceof FlaptrapError) || graver.includes(error.code)) throw error;
  return { stage: 'unknown', missing: [error.message], files: [], code: error.code };
}

/** Everything but the gauges. */
export async function lookWhole(cli: Cli, plan: Plan, peer: PeerPlan, undone: Undone): Promise<WholeLook> {
  const files = await ownFiles(cli, PLATFORMS[peer.platform], plan.captureId);
  const nothing = { missing: [], losses: [], files };
  const isMarked = files.some(({ name, sizeBytes }) => peer.marker.path.endsWith(`:${name}`) && sizeBytes > 0);
  if (isMarked) return { stage: 'frozen', ...nothing };
  if (files.some(({ name }) => isOfFreeze(name, peer))) return { stage: 'freezing', ...nothing };
  const seen = await askWhole(cli, plan, peer, { undone, hasFiles: files.length > 0 });
  // A guard may have saved its record and begun to leave since the files were listed: then they are there now.
  const isOvertaken = seen.stage === 'frozen' && (await ownFiles(cli, PLATFORMS[peer.platform], plan.captureId)).length > 0;
  return isOvertaken ? lookWhole(cli, plan, peer, undone) : { ...seen, files };
}

/** Neither the probe's file nor what the guard saved says that the trap has sprung. */
function isOfFreeze(name: string, { files }: PeerPlan): boolean {
  const file = OWN_FILE.exec(name)?.groups?.['file'] ?? '';
  return !file.startsWith(LEASE_PREFIX) && files.some(({ path }) => path.endsWith(`-${file}`));
}

type Seen = Omit<WholeLook, 'files'>;

async function askWhole(cli: Cli, plan: Plan, peer: PeerPlan, known: { undone: Undone; hasFiles: boolean }): Promise<Seen> {
  const captures = readStanding(await cli.exec(STANDING_COMMAND));
  const standing = captures.find(({ captureId }) => captureId === plan.captureId);
  if (standing === undefined) {
    const why = `${await whoRemoved(cli, plan)}${sayNextOf(plan, peer, captures)}`;
    return { stage: 'gone', missing: [`none of its applets is there any more${why}`], losses: [] };
  }
  const lost = rolesOf(peer).filter((role) => !standing.roles.includes(role));
  if (!known.hasFiles && hasSpentItself(lost))
    return {
      stage: 'frozen',
      missing: ['no file could be written to flash: the recording is only in its logging buffer'],
      losses: [],
    };
  const { losses, messages } = await askRecording(cli, peer, known.undone);
  return stageOf([...appletLosses(peer, standing.roles), ...losses], lost, messages);
}

function stageOf(losses: Loss[], lostRoles: readonly string[], messages: number | undefined): Seen {
  const missing = losses.map(({ text }) => text);
  if (lostRoles.includes('WATCH')) return { stage: 'gone', missing, losses, messages };
  return { stage: missing.length > 0 ? 'blind' : 'armed', missing, losses, messages };
}

/** `%HA_EM-5-LOG: FLAPTRAP-7f3a9c01-LEASE: lease ended, recording removed`: a guard's last word, while the log still holds it. */
const LAST_WORD = /FLAPTRAP-[0-9a-f]{8}-(?<role>GUARD|LEASE|CPU): (?<why>.*), recording removed/;

export function lastWordCommand(captureId: string): string {
  return `show logging | include HA_EM-.*FLAPTRAP-${captureId}-`;
}

/** Another of the same tunnel: armed by a colleague, or after this one, of which a store that was restored from a backup knows nothing. */
function sayNextOf({ tunnel }: Plan, { side }: PeerPlan, captures: readonly StandingCapture[]): string {
  const { address, natAddress } = tunnel[other(side)];
  const others = captures.filter((each) => [address, natAddress].some((own) => isSameAddress(each.tunnel?.remote, own)));
  return others.length === 0 ? '' : `; this stands there: ${others.map(sayStanding).join(', ')}`;
}

async function whoRemoved(cli: Cli, { captureId }: Plan): Promise<string> {
  const { role, why } = LAST_WORD.exec(await cli.exec(lastWordCommand(captureId)))?.groups ?? {};
  return role === undefined ? '' : `: ${role} removed them (${why})`;
}

/** A freeze takes REC away when its records are written: only the undoing and the marker are left, and a flash that has filled up takes no marker. */
export async function isLeaving(cli: Cli, { captureId }: Plan): Promise<boolean> {
  const standing = readStanding(await cli.exec(STANDING_COMMAND)).find((each) => each.captureId === captureId);
  return standing?.roles.includes('REC') !== true;
}

/**
 * A freeze takes the other one of WATCH and CALL away, then REC, and stays itself where flash takes no file; so does a guard that could save
 * nothing. The other one may have been set again meanwhile. Whoever disarms takes both before REC.
 */
function hasSpentItself(lost: readonly string[]): boolean {
  return lost.includes('REC') && !(lost.includes('WATCH') && lost.includes('CALL'));
}

/** Their names in the short list of what EEM has registered: whoever springs takes another away at once. */
export function glanceCommand(captureId: string): string {
  return `show event manager policy registered | include FLAPTRAP-${captureId}-`;
}

/** True when every applet of ours stands; anything else wants a whole look. */
export async function glance(cli: Cli, { captureId }: Plan, peer: PeerPlan): Promise<boolean> {
  const registered = await cli.exec(glanceCommand(captureId));
  return rolesOf(peer).every((role) => new RegExp(`FLAPTRAP-${captureId}-${role}\\b`).test(registered));
}
