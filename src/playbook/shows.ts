/** The shows of a router are what its evidence sets ask and what the playbook adds, with the names of this tunnel filled in, and what each may take. */
import { fileNameOfCommand } from '../ios/command-file.ts';
import { other, type Side } from '../ipsec/side.ts';
import { ANY_ADDRESS, printed } from './dynamic.ts';
import type { Asked, Scene } from './evidence/evidence.ts';
import { EVIDENCE, type EvidenceId } from './evidence/index.ts';
import type { PeerFacts } from './facts.ts';
import { endsOfPlan } from './plan.ts';
import { isManaged, type ManagedPeer, type Playbook, remotesOf } from './playbook.ts';
import { findIke } from './prove-peer.ts';
import { fillIn, type Names, splitFilter } from './show-command.ts';
import type { Ends } from './triggers/trigger.ts';

/** What one `show … | redirect` may take on a router under debug; a table of a hub has a line or a page for each spoke. [B] */
export const SHOW_SECONDS = 10;
const HUB_TABLE_SECONDS = 30;
/** From so many peers on a router counts as a hub. */
const HUB_PEERS = 8;

export interface PlannedShow {
  command: string;
  /** What it may take at most. */
  seconds: number;
  /** Its absence says nothing: not every release knows it. */
  isOptional: boolean;
}

export interface Shows {
  /** Saved by the applet at the trigger. */
  frozen: PlannedShow[];
  /** Typed by flaptrap at arming and at the end. A filter leaves no pipe to write a file by: classic IOS takes one. [B] eem.md 10.13 */
  typed: string[];
}

type Asking = { playbook: Playbook; side: Side; facts: PeerFacts };

export function showsOf(asking: Asking): Shows {
  const { playbook, side } = asking;
  // What names the peer is asked about each spoke of a hub.
  const seen = remotesOf(playbook, side).map((peer) => ({
    ...endsOfPlan(playbook, side),
    remote: printed(peer.natAddress ?? peer.address),
  }));
  const own = seen.flatMap((ends) =>
    listedShows(playbook, side).map((command): Asked => ({ command: fillIn(command, namesOf(playbook, side, ends)) })),
  );
  const scenes = seen.map((ends) => sceneOf(asking, ends));
  const asked = [...own, ...scenes.flatMap((scene) => chosenSets(playbook, scene).flatMap((id) => EVIDENCE[id].asks(scene)))];
  const once = [...new Map(asked.toReversed().map((each) => [fileNameOfCommand(each.command).toLowerCase(), each])).values()].toReversed();
  const seconds = isHub(asking.facts) ? HUB_TABLE_SECONDS : SHOW_SECONDS;
  const frozen = once
    .filter(({ command }) => splitFilter(command).filter === undefined)
    .map(({ command, is }) => ({ command, seconds: is === 'table' ? seconds : SHOW_SECONDS, isOptional: is === 'optional' }));
  return { frozen, typed: once.map(({ command }) => command) };
}

/** As written, for one side. */
export function listedShows({ shows }: Pick<Playbook, 'shows'>, side: Side): readonly string[] {
  return Array.isArray(shows) ? shows : shows[side];
}

/** Those that the playbook names; otherwise those that suit the platform and the tunnel. */
export function chosenSets({ evidence }: Pick<Playbook, 'evidence'>, scene: Scene): EvidenceId[] {
  if (evidence !== 'auto') return evidence;
  return (Object.keys(EVIDENCE) as EvidenceId[]).filter((id) => EVIDENCE[id].isFor(scene));
}

export function namesOf(playbook: Pick<Playbook, 'tunnel'>, side: Side, seen = endsOfPlan(playbook, side)): Names {
  const { vrf, frontVrf, interface: name } = ownNames(playbook, side);
  return {
    ...(seen.local === ANY_ADDRESS ? {} : { local: seen.local }),
    ...(seen.remote === ANY_ADDRESS ? {} : { remote: seen.remote }),
    ...(vrf === undefined ? {} : { vrf, ivrf: vrf }),
    ...(frontVrf === undefined ? {} : { frontVrf, fvrf: frontVrf }),
    ...(name === undefined ? {} : { interface: name }),
  };
}

/** Nobody types shows on a peer that is not ours. */
function ownNames({ tunnel }: Pick<Playbook, 'tunnel'>, side: Side): Pick<ManagedPeer, 'vrf' | 'frontVrf' | 'interface'> {
  const peer = tunnel[side];
  return isManaged(peer) ? peer : {};
}

function sceneOf({ playbook, side, facts }: Asking, { local, remote }: Ends): Scene {
  const { tunnel } = playbook;
  const { frontVrf, vrf, interface: name } = ownNames(playbook, side);
  return {
    local,
    remote: remote === ANY_ADDRESS ? undefined : remote,
    platform: facts.platform,
    ike: ikeOf({ playbook, side, facts }),
    frontVrf,
    vrf,
    interface: name,
    isHub: isHub(facts) || playbook.spokes.length > 0,
    isMultipoint: (facts.ends?.peers ?? []).some(
      ({ remote, text }) => /\bip nhrp\b/.test(text) || (remote.is === 'any' && TUNNEL.test(text)),
    ),
    isShared: (facts.ends?.addresses ?? []).some(({ how }) => how === 'shared'),
    isBehindNat: tunnel.a.natAddress !== undefined || tunnel.b.natAddress !== undefined,
  };
}

/** A tunnel interface whose peers no line names. */
const TUNNEL = /^interface Tunnel/i;

/** By the configuration; where that leaves it open, by the debugs. */
function ikeOf({ playbook, side, facts }: Asking): (1 | 2)[] {
  const spoken = facts.ends === null ? undefined : findIke(playbook.tunnel[other(side)], facts.ends);
  if (spoken !== undefined) return [spoken.version];
  const debugged = ([1, 2] as const).filter((version) => playbook.debugs.includes(version === 1 ? 'isakmp' : 'ikev2'));
  return debugged.length === 0 ? [1, 2] : debugged;
}

function isHub({ ends }: PeerFacts): boolean {
  const ways = (ends?.peers ?? []).filter(({ as }) => as === 'way');
  // A spoke takes any peer too, and names its hubs.
  const takesAny = ways.some(({ remote }) => remote.is === 'any') && !ways.some(({ text }) => /\bip nhrp\b/.test(text));
  return takesAny || ways.length >= HUB_PEERS;
}
