/** Two routers of which each names as its peer's an address that the other has are each other's peers, whatever else is on record. */
import { type Address, readAddress } from '../../ipsec/address.ts';
import { endsOf } from './ends.ts';
import type { Page } from './page.ts';
import { hostsBefore } from './speaker.ts';

const ADDRESS = '([0-9A-Fa-f]{0,4}[.:][0-9A-Fa-f.:]{2,50})';
/** `ip address 192.0.2.1 255.255.255.0`, `ipv6 address 2001:db8::1/64`, and the row of `show ip interface brief` */
const OWN: readonly RegExp[] = [
  new RegExp(`^\\s*ip(?:v6)? address ${ADDRESS}(?:/\\d{1,3}| \\d)`),
  new RegExp(`^[A-Z][A-Za-z-]{1,30}\\d\\S{0,20} +${ADDRESS} +(?:YES|NO) `),
];
/** `set peer 198.51.100.1`, `tunnel destination 198.51.100.1`, `crypto isakmp key … address 198.51.100.1`; in `show crypto isakmp sa` either column may be the peer's. */
const PEERS: readonly RegExp[] = [
  new RegExp(`^\\s*set peer ${ADDRESS}`),
  new RegExp(`^\\s*tunnel destination ${ADDRESS}`),
  new RegExp(`^\\s*!? ?crypto isakmp key .{1,200} address (?:ipv6 )?${ADDRESS}`),
  new RegExp(`^${ADDRESS} +\\S{3,50} +[A-Z_]{4,20} +\\d`),
  new RegExp(`^\\S{3,50} +${ADDRESS} +[A-Z_]{4,20} +\\d`),
];
const HOSTNAME = /^hostname (\S{1,63})/;

/** What one router has: addresses of its own, and those of which it says that they are its peers'. */
export interface Held {
  /** By its prompt or its `hostname`; undefined in a file that does not say. */
  name: string | undefined;
  path: string;
  own: Set<Address>;
  peers: Set<Address>;
}

/** Two routers that are each other's peers, by these addresses. */
export interface Mutual {
  one: Held;
  own: Address;
  two: Held;
  peer: Address;
}

export function heldBy(path: string, pages: readonly Page[]): Held[] {
  const held = new Map<string | undefined, Held>();
  let name: string | undefined;
  for (const { lines } of pages)
    for (const line of lines) {
      name = HOSTNAME.exec(line)?.[1]?.toLowerCase() ?? hostsBefore(line)[0] ?? name;
      const { own, peers } = addressesIn(line);
      if (own.length + peers.length === 0) continue;
      const each = held.get(name) ?? { name, path, own: new Set(), peers: new Set() };
      for (const address of own) each.own.add(address);
      for (const address of peers) each.peers.add(address);
      held.set(name, each);
    }
  return [...held.values()];
}

function addressesIn(line: string): { own: Address[]; peers: Address[] } {
  const ends = endsOf(line);
  return { own: found(OWN, line, ends.own), peers: found(PEERS, line, ends.peer) };
}

function found(patterns: readonly RegExp[], line: string, end: Address | undefined): Address[] {
  return [end, ...patterns.map((pattern) => readAddress(pattern.exec(line)?.[1]))].filter((address) => address !== undefined);
}

/** Each address is one router's own, and a peer to the other one. */
export function mutualPairs(held: readonly Held[]): Mutual[] {
  const routers = joined(held);
  const pairs = routers.flatMap((one, at) =>
    routers
      .slice(at + 1)
      .flatMap((two) => namedBy(two, one).flatMap((own) => namedBy(one, two).map((peer): Mutual => ({ one, own, two, peer })))),
  );
  return [...new Map(pairs.map((pair) => [[pair.own, pair.peer].toSorted().join(' '), pair])).values()];
}

/** The addresses of a router that the other one names as its peer's, and not as its own. */
function namedBy({ own, peers }: Held, router: Held): Address[] {
  return [...router.own].filter((address) => peers.has(address) && !own.has(address));
}

/** What several files hold of one router. */
function joined(held: readonly Held[]): Held[] {
  const routers = new Map<string, Held>();
  for (const each of held) {
    const key = each.name ?? each.path;
    const known = routers.get(key);
    const own = new Set([...(known?.own ?? []), ...each.own]);
    routers.set(key, { ...(known ?? each), own, peers: new Set([...(known?.peers ?? []), ...each.peers]) });
  }
  return [...routers.values()];
}
