/** Other peers of the same router have an SA of their own with it, and are heard by turns with the tunnel's own: one that moves does not come and go. */
import type { Address } from '../ipsec/address.ts';
import type { Event } from '../ipsec/event.ts';
import { isAddressIn } from './addresses.ts';
import type { PeerRecord } from './record.ts';

/** How far somebody is told apart from the peer: heard, the peer behind that, and heard again. */
interface Heard {
  hasSa: boolean;
  turn: 'heard' | 'peer' | 'again';
}

/**
 * An SA alone does not tell: a peer that a NAT gave a new address makes its SAs anew from there, and what it had at the old one stands on the router
 * until it runs out or is found dead. [C RFC 3947 4, RFC 7296 2.23] `peer`: where the tunnel's own peer is known to be.
 */
export function otherPeers({ events }: Pick<PeerRecord, 'events'>, peer: ReadonlySet<Address>): ReadonlySet<Address> {
  const heard = new Map<Address, Heard>();
  for (const { event } of events) {
    const from = heardFrom(event);
    if (from === undefined) continue;
    if (isAddressIn(peer, from)) for (const each of heard.values()) each.turn = each.turn === 'heard' ? 'peer' : each.turn;
    else heard.set(from, heardAgain(heard.get(from), event));
  }
  return new Set([...heard].flatMap(([from, { hasSa, turn }]) => (hasSa && turn === 'again' ? [from] : [])));
}

function heardAgain(before: Heard | undefined, event: Event): Heard {
  const turn = before === undefined ? 'heard' : before.turn === 'peer' ? 'again' : before.turn;
  return { hasSa: before?.hasSa === true || isSaMade(event), turn };
}

/** Who must have sent something for this to be logged. */
function heardFrom(event: Event): Address | undefined {
  if (event.kind === 'invalid-spi') return event.source;
  if (event.kind === 'message') return event.direction === 'received' ? event.remote : undefined;
  if (event.kind === 'delete') return event.change === 'received' ? event.remote : undefined;
  return isSaMade(event) ? event.remote : undefined;
}

function isSaMade(event: Event): event is Extract<Event, { kind: 'ike-sa' | 'child-sa' }> {
  if (event.kind === 'ike-sa') return event.change === 'authenticated' || event.change === 'established';
  return event.kind === 'child-sa' && event.change === 'created';
}
