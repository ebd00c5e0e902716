/** A moved peer comes from another address than it did: R's own lines of one IKE SA, from its making to its end, are of one peer. */
import type { Address } from '../ipsec/address.ts';
import type { Event } from '../ipsec/event.ts';
import type { PeerRecord } from './record.ts';

interface Connection {
  remotes: Set<Address>;
  /** With whom, by the SA's own words: two of them are two SAs, whose numbers are the same by chance. */
  authenticated: Set<Address | undefined>;
}

/** Every address of the authenticated IKE SAs that have one of the peer's, `peer`. [C RFC 3947 4, RFC 7296 2.23] */
export function movedWithin({ events }: PeerRecord, peer: ReadonlySet<Address>): Address[] {
  // Most logs name nobody else, and nothing is to be learnt of them.
  if (!events.some(({ event }) => isOfAnother(event, peer))) return [];
  const open = new Map<number, Connection>();
  const ended: Connection[] = [];
  for (const { event } of events) {
    if (event.kind === 'reload') {
      ended.push(...open.values());
      open.clear();
    }
    // The crypto engine numbers its own connections, of which a child SA's line tells.
    const connId = event.kind === 'child-sa' ? 0 : (event.connId ?? 0);
    // A line without a number is said of whatever connection stood above it.
    if (connId === 0 || !isNumbered(event, connId)) continue;
    const known = open.get(connId);
    const connection = known ?? { remotes: new Set(), authenticated: new Set() };
    if (known === undefined) open.set(connId, connection);
    follow(event, connection);
    if (!isEnd(event)) continue;
    // Its number may be given to another tunnel's.
    ended.push(connection);
    open.delete(connId);
  }
  return [...ended, ...open.values()].flatMap(({ remotes, authenticated }) =>
    authenticated.size === 1 && [...remotes].some((each) => peer.has(each)) ? [...remotes] : [],
  );
}

function isOfAnother(event: Event, peer: ReadonlySet<Address>): boolean {
  return event.kind !== 'child-sa' && 'remote' in event && event.remote !== undefined && !peer.has(event.remote);
}

/** `(1003)`, `SA ID = 1)` */
function isNumbered({ text }: Event, connId: number): boolean {
  const number = `${connId})`;
  for (let at = text.indexOf(number); at !== -1; at = text.indexOf(number, at + 1))
    if (text.startsWith('(', at - 1) || (at >= SA_ID.length && text.startsWith(SA_ID, at - SA_ID.length))) return true;
  return false;
}

const SA_ID = 'SA ID = ';

function follow(event: Event, connection: Connection): void {
  if ('remote' in event && event.remote !== undefined) connection.remotes.add(event.remote);
  if (event.kind === 'ike-sa' && event.change === 'authenticated') connection.authenticated.add(event.remote);
}

function isEnd(event: Event): boolean {
  return event.kind === 'ike-sa' && event.change === 'deleted';
}
