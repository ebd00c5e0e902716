/** An identified peer gave its name in an ID payload: the address that it came from, behind a NAT or given to it anew, is its own. */
import { type Address, isPrivate, isSameAddress, readAddress } from '../ipsec/address.ts';
import type { IdentityEvent, IkeSaEvent } from '../ipsec/event.ts';
import type { Peer, Tunnel } from '../ipsec/peer.ts';
import { other, type Side } from '../ipsec/side.ts';
import { recordedOf } from './grouped.ts';
import type { PeerRecord } from './record.ts';

/** The addresses of the peer of `side`, by this side's own lines; where the proof of its identity went well, or its own address stands unrefuted. [C] RFC 2409 5.4, RFC 7296 2.15 */
export function identifiedAt(side: Side, tunnel: Tunnel, records: Record<Side, PeerRecord>): Address[] {
  const { events } = records[side];
  const claims = recordedOf(events, 'identity');
  if (claims.length === 0) return [];
  const peer = tunnel[other(side)];
  const known = namesOf(peer, records[other(side)]);
  const proven = provenIn(events);
  const isSeen = isSeenAt(peer, events);
  const refuted = recordedOf(events, 'ike-sa').flatMap(({ event }) => (event.change === 'failed' ? [event.remote] : []));
  const from = new Map<string, { at: Address[]; isTelling: boolean; isProven: boolean }>();
  for (const { event } of claims) {
    if (event.direction !== 'received' || event.remote === undefined) continue;
    if (!known.has(canonical(event.identity)) && !isNamedSo(event.identity, peer)) continue;
    const claim = from.get(canonical(event.identity)) ?? { at: [], isTelling: !isPrivate(event.identity), isProven: true };
    from.set(canonical(event.identity), claim);
    const { remote } = event;
    const isProven = proven.some((each) => isSameAddress(each, remote));
    const isUnrefuted = isItsAddress(event, peer) && !isSeen && !refuted.some((each) => each === undefined || isSameAddress(each, remote));
    if (!isProven && !isUnrefuted) continue;
    claim.isProven &&= isProven;
    if (!claim.at.some((each) => isSameAddress(each, remote))) claim.at.push(remote);
  }
  // Two sites may number themselves alike behind their NATs: then a private address names nobody.
  return [...from.values()].flatMap(({ at, isTelling, isProven }) => ((isTelling && isProven) || at.length === 1 ? at : []));
}

/** Where an authentication went well, or what only an authenticated peer does was done: a child SA was asked for by itself. [C] RFC 7296 1.3 */
function provenIn(events: PeerRecord['events']): Address[] {
  const sas = recordedOf(events, 'ike-sa').flatMap(({ event }) => (isProof(event) ? [event.remote] : []));
  const exchanges = recordedOf(events, 'message').flatMap(({ event }) => (event.exchange === 'create-child-sa' ? [event.remote] : []));
  return [...sas, ...exchanges].filter((each) => each !== undefined);
}

/**
 * Its whole address, in an IKEv2 ID that this side went on with: a record that ends before the proof takes nobody else for the peer when it comes
 * from one place only, nothing failed there, and the address itself was heard from nowhere.
 */
function isItsAddress({ version, identity }: IdentityEvent, { address }: Peer): boolean {
  return version === 2 && !isPrivate(identity) && isSameAddress(identity, address);
}

function isSeenAt({ address, natAddress }: Peer, events: PeerRecord['events']): boolean {
  const isIts = (each: Address | undefined) => isSameAddress(each, address) || isSameAddress(each, natAddress);
  return events.some(({ event }) => ('remote' in event && isIts(event.remote)) || (event.kind === 'invalid-spi' && isIts(event.source)));
}

function isProof({ change }: IkeSaEvent): boolean {
  return change === 'authenticated' || change === 'established';
}

/** What tunnel.yaml calls it by, and what it calls itself in its own record. */
function namesOf({ address, natAddress, identity }: Peer, { events }: PeerRecord): ReadonlySet<string> {
  const own = recordedOf(events, 'identity').flatMap(({ event }) => (event.direction === 'sent' ? [event.identity] : []));
  return new Set([address, natAddress, identity, ...own].flatMap((each) => (each === undefined ? [] : [canonical(each)])));
}

function canonical(identity: string): string {
  return readAddress(identity) ?? identity.toLowerCase();
}

/** `branch`, `branch.example.net` and `branch@example.net` are the peer `branch`; a name of one letter is only its side's. */
function isNamedSo(identity: string, { name }: Peer): boolean {
  const [given, wanted] = [identity.toLowerCase(), name.toLowerCase()];
  return readAddress(identity) === undefined && wanted.length > 1 && (given === wanted || given.split(/[.@]/)[0] === wanted);
}
