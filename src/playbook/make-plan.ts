/** Planning turns a playbook and what preflight read into the exact change to both routers; nothing is asked, nothing is sent. */
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import { renderApplets } from './applets.ts';
import { captureIdOf, digestOf } from './digest.ts';
import type { PeerFacts } from './facts.ts';
import { foreignOf } from './foreign.ts';
import { freezeSeconds, markerFile, probeOf, recordFiles, snapshotFiles } from './freeze.ts';
import { appletName } from './ownership.ts';
import { packetFiles } from './packets.ts';
import { endsOfPlan, type PeerPlan, type Plan, type Spoke } from './plan.ts';
import { conditionsOf, type ForeignPeer, isManaged, managedSides, type Playbook, type PlaybookPeer, remotesOf } from './playbook.ts';
import { proveTunnel, warnOfDebugs } from './prove-tunnel.ts';
import type { PeerRequest, TemplateTexts } from './request.ts';
import { showsOf } from './shows.ts';
import { makeSteps, settingSteps } from './steps.ts';
import type { Ends } from './triggers/trigger.ts';
import { warningsOf } from './warnings.ts';

/** What makes one arming another than the one before. */
export interface PlanOptions {
  /** The capture's own clock, in ms since 1970. */
  nowMs: number;
  /** Something that no other arming has: two in the same millisecond are two captures. */
  nonce?: string | undefined;
}

/**
 * The steps of both routers, each with its undo, and the files that a freeze leaves. The digest depends on playbook, facts and templates alone;
 * the capture id on the time too. Nothing is linted here: `draftPlan` does both. Throws `input` when a value of the playbook cannot stand in an
 * applet, or a template is wrong.
 */
export function makePlan(
  playbook: Playbook,
  facts: Record<Side, PeerFacts>,
  templates: TemplateTexts,
  { nowMs, nonce = '' }: PlanOptions,
): Plan {
  const asked = { a: askedOf(playbook, 'a', facts), b: askedOf(playbook, 'b', facts) };
  const digest = digestOf({ playbook, facts, asked, templates: { ...templates.templates, ...templates.partials } });
  const captureId = captureIdOf(digest, nowMs, nonce);
  const leaseEndsAt = new Date(nowMs + playbook.leaseSeconds * 1000).toISOString();
  const proofs = proveTunnel(playbook, facts);
  const [a, b] = SIDES.map((side) => {
    const peer = playbook.tunnel[side];
    if (!isManaged(peer)) return planForeign(side, peer, endsOf(playbook, side).remote, facts[side]);
    return planPeer({
      playbook,
      side,
      peer,
      ends: endsOf(playbook, side),
      facts: facts[side],
      captureId,
      digest,
      leaseEndsAt,
      templates,
      settings: settingSteps(playbook, facts[side]),
      proof: proofs[side],
    });
  }) as [PeerPlan, PeerPlan];
  return {
    schema: 'flaptrap.plan/1',
    playbook: playbook.name,
    captureId,
    digest,
    leaseEndsAt,
    leaseSeconds: playbook.leaseSeconds,
    tailSeconds: playbook.tailSeconds,
    ...(playbook.ticket === undefined ? {} : { ticket: playbook.ticket }),
    ...(playbook.window === undefined ? {} : { window: playbook.window }),
    freezeSeconds: Math.max(...managedSides(playbook).map((side) => freezeSeconds({ playbook, side, facts: facts[side] }))),
    retrieve: playbook.retrieve,
    tunnel: { a: tunnelPeer(playbook.tunnel.a), b: tunnelPeer(playbook.tunnel.b) },
    ...(playbook.spokes.length === 0 ? {} : { spokes: spokesOf(playbook) }),
    peers: { a, b },
  };
}

function askedOf(playbook: Playbook, side: Side, facts: Record<Side, PeerFacts>): string[] {
  return showsOf({ playbook, side, facts: facts[side] }).typed;
}

/** As the router of this side sees them: its own address, and the other's as it arrives. */
export function endsOf({ tunnel }: Playbook, side: Side): Ends {
  return endsOfPlan({ tunnel }, side);
}

function planPeer(request: PeerRequest): PeerPlan {
  const { playbook, side, peer, ends, facts, captureId, settings, proof } = request;
  return {
    side,
    name: peer.name,
    platform: facts.platform,
    steps: makeSteps(playbook, ends, renderApplets(request), { facts, settings, captureId, conditions: conditionsOf(playbook, side) }),
    files: [...snapshotFiles(request), ...packetFiles(request), ...recordFiles(request), markerFile(request)],
    marker: markerFile(request),
    snapshots: showsOf(request).typed,
    callApplet: appletName(captureId, 'CALL'),
    ...(playbook.probe ? { probe: probeOf(request) } : {}),
    warnings: [...warningsOf(playbook, facts, request), ...warnOfDebugs(playbook, side, facts)],
    proof,
    // A hub names thousands of peers: what was proven is kept, not what it was proven from.
    facts: { ...facts, ends: null },
  };
}

/** Nothing is typed there, so nothing is undone, saved or brought home. `ours`: our router as that peer sees it. */
function planForeign(side: Side, { name, vendor }: ForeignPeer, ours: string, facts: PeerFacts): PeerPlan {
  const nothing = { command: '', path: '' };
  const foreign = foreignOf(vendor, ours);
  const { platform } = facts;
  const none = { steps: [], files: [], marker: nothing, snapshots: [], callApplet: '', warnings: [], proof: [] };
  return { side, name, platform, ...none, facts, foreign };
}

function spokesOf(playbook: Playbook): Spoke[] {
  const ours = endsOf(playbook, 'b').remote;
  return remotesOf(playbook, 'a').flatMap((peer) =>
    isManaged(peer) ? [] : [{ ...tunnelPeer(peer), foreign: foreignOf(peer.vendor, ours) }],
  );
}

function tunnelPeer({ name, address, natAddress }: PlaybookPeer): Plan['tunnel'][Side] {
  return { name, address, ...(natAddress === undefined ? {} : { natAddress }) };
}
