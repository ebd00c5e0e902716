/** A playbook is what the engineer asks for, checked and with every default filled in; plain JSON. */

import { isDynamic } from '../ipsec/address.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { parseDuration } from './duration.ts';
import type { ForeignPeer, ManagedPeer } from './peer-schema.ts';
import type { PlaybookDocument } from './schema.ts';

export type { ForeignPeer, ManagedPeer } from './peer-schema.ts';

/** Both peers, their logins, and what springs, records and ends the trap; spans in seconds. */
export interface Playbook extends Omit<PlaybookDocument, 'tail' | 'lease' | 'poll' | 'tunnel'> {
  tunnel: Record<Side, PlaybookPeer>;
  /** Where a is a hub: its spokes behind the first one, which is b. */
  spokes: ForeignPeer[];
  tailSeconds: number;
  leaseSeconds: number;
  pollSeconds: number;
}

export type PlaybookPeer = ManagedPeer | ForeignPeer;
export type Login = PlaybookDocument['logins'][string];

export function normalise({ tail, lease, poll, tunnel: { a, b }, ...rest }: PlaybookDocument): Playbook {
  const [first, ...spokes] = Array.isArray(b) ? b : [b];
  // The schema takes no empty list.
  const tunnel = { a, b: first as PlaybookPeer };
  return {
    ...rest,
    tunnel,
    spokes: spokes as ForeignPeer[],
    tailSeconds: seconds(tail),
    leaseSeconds: seconds(lease),
    pollSeconds: seconds(poll),
  };
}

/** Flaptrap logs in to it; the other kind is not ours. */
export function isManaged(peer: PlaybookPeer): peer is ManagedPeer {
  return peer.vendor === undefined;
}

/** The sides on which anything is done at all. */
export function managedSides({ tunnel }: Pick<Playbook, 'tunnel'>): Side[] {
  return SIDES.filter((side) => isManaged(tunnel[side]));
}

/** Whom the router of this side may hear of: one peer, or the spokes of a hub. */
export function remotesOf({ tunnel, spokes }: Pick<Playbook, 'tunnel' | 'spokes'>, side: Side): PlaybookPeer[] {
  return side === 'a' ? [tunnel.b, ...spokes] : [tunnel.a];
}

/** The addresses to which the debugs of this side are limited: none of a peer whose address changes. */
export function conditionsOf(playbook: Pick<Playbook, 'tunnel' | 'spokes'>, side: Side): string[] {
  return remotesOf(playbook, side)
    .map(({ address, natAddress }) => natAddress ?? address)
    .filter((address) => !isDynamic(address));
}

/** With its side, where it is ours. */
export function managedPeers({ tunnel }: Pick<Playbook, 'tunnel'>): { side: Side; peer: ManagedPeer }[] {
  return SIDES.flatMap((side) => {
    const peer = tunnel[side];
    return isManaged(peer) ? [{ side, peer }] : [];
  });
}

/** The schema has refused everything that is no duration. */
function seconds(text: string): number {
  return parseDuration(text) ?? 0;
}

/** What must be free on each router's flash, in bytes. */
export function flashBytesOf({ budget }: Playbook): number {
  return budget.flashMegabytes * 1_000_000;
}
