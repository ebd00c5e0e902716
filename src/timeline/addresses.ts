/** The addresses of a tunnel are those by which each peer knows the other; what a NAT hides is learnt from messages seen on both sides. */
import { type Address, isSameAddress } from '../ipsec/address.ts';
import type { ChildSaEvent, Event } from '../ipsec/event.ts';
import type { Peer, Tunnel } from '../ipsec/peer.ts';
import { bySide, other, SIDES, type Side } from '../ipsec/side.ts';
import { recordedOf } from './grouped.ts';
import { identifiedAt } from './identified.ts';
import { groupsOf, messagesOf } from './message-group.ts';
import { movedWithin } from './moved-peer.ts';
import type { PeerRecord } from './record.ts';

/** By side: every address that means this peer. */
export type Addresses = Record<Side, ReadonlySet<Address>>;

export function addressesOf(tunnel: Tunnel, records: Record<Side, PeerRecord>): Addresses {
  const known: Record<Side, Set<Address>> = { a: declared(tunnel.a), b: declared(tunnel.b) };
  const messages = messagesOf(records);
  const isSeen = bySide((side) =>
    messages.some(({ event }) => event.side === other(side) && isAddressIn(declared(tunnel[side]), event.remote)),
  );
  // Who is known by the declared address is behind no NAT: the id is another tunnel's, the same by chance.
  const groups = isSeen.a && isSeen.b ? [] : groupsOf(records);
  for (const { sent, received } of groups) {
    if (sent.length === 0 || received.length === 0) continue;
    for (const { event } of [...sent, ...received]) if (!isSeen[other(event.side)]) learn(known, other(event.side), event.remote);
  }
  learnFromSpis(known, records);
  for (const side of SIDES)
    for (const address of movedWithin(records[side], declared(tunnel[other(side)]))) learn(known, other(side), address);
  for (const side of SIDES) for (const address of identifiedAt(side, tunnel, records)) learn(known, other(side), address);
  return known;
}

export function isAddressIn(addresses: ReadonlySet<Address>, address: Address | undefined): boolean {
  return address !== undefined && addresses.has(address);
}

/** The peer that the event says it is about. */
export function remoteOf(event: Event): Address | undefined {
  if (event.kind === 'child-sa') return event.remote ?? (event.direction === 'outbound' ? event.destination : undefined);
  return 'remote' in event ? event.remote : undefined;
}

/** False only when a whole address says that another tunnel is meant. */
export function belongsToTunnel(event: Event, addresses: Addresses): boolean {
  const remote = remoteOf(event);
  if (remote !== undefined) return isAddressIn(addresses[other(event.side)], remote) || isAddressIn(addresses[event.side], remote);
  if (event.kind !== 'child-sa' || event.destination === undefined) return true;
  return SIDES.some((side) => isAddressIn(addresses[side], event.destination));
}

/** What tunnel.yaml calls the peer by. */
export function declared({ address, natAddress }: Peer): Set<Address> {
  return new Set(natAddress === undefined ? [address] : [address, natAddress]);
}

function learn(known: Record<Side, Set<Address>>, side: Side, address: Address | undefined): void {
  if (address !== undefined) known[side].add(address);
}

/** An SPI that both records install, in opposite directions, is the tunnel's own: the addresses beside it are the peers'. */
function learnFromSpis(known: Record<Side, Set<Address>>, records: Record<Side, PeerRecord>): void {
  const inbound = new Map<string, { side: Side; remote: Address | undefined }>();
  const children: ChildSaEvent[] = [];
  for (const side of SIDES) for (const { event } of recordedOf(records[side].events, 'child-sa')) children.push(event);
  for (const { spi, direction, side, remote } of children)
    if (spi !== undefined && direction === 'inbound') inbound.set(spi, { side, remote });
  for (const { spi, direction, side, remote } of children) {
    const end = spi === undefined || direction !== 'outbound' ? undefined : inbound.get(spi);
    if (end === undefined || end.side === side || isSameAddress(end.remote, remote)) continue;
    learn(known, side, end.remote);
    learn(known, other(side), remote);
  }
}
