/** Tunnels of the radar are tracks put together: what both ends say, by address where it is named, and by their router where it is not; nobody is guessed. */
import { type Address, readAddress } from '../../ipsec/address.ts';
import type { Track } from './track.ts';

/** One end as far as it is known. */
export interface SeenEnd {
  address: Address | null;
  /** Where it was heard under a name. */
  router: string | null;
}

export interface SeenTunnel {
  ends: [SeenEnd, SeenEnd];
  /** Named by no message but by the router's own. */
  interface: string | null;
  tracks: Track[];
}

export function gatherTunnels(tracks: readonly Track[]): SeenTunnel[] {
  const known = learn(tracks);
  const tunnels = new Map<string, SeenTunnel>();
  for (const track of tracks) {
    const ends = placeOf(track, known);
    const key = keyOf(ends, track);
    const tunnel = tunnels.get(key);
    if (tunnel === undefined)
      tunnels.set(key, { ends, interface: ends[1].address === null ? track.ends.interface : null, tracks: [track] });
    else join(tunnel, ends, track);
  }
  return [...tunnels.values()];
}

/** What messages that name both ends tell of those that do not. */
interface Known {
  /** Addresses that a router calls its own. */
  locals: Map<string, Set<Address>>;
  routers: Map<Address, Set<string>>;
  pairs: Set<string>;
  /** The peers that a router names behind one of its interfaces. */
  behind: Map<string, Set<Address>>;
}

function learn(tracks: readonly Track[]): Known {
  const known: Known = { locals: new Map(), routers: new Map(), pairs: new Set(), behind: new Map() };
  for (const { ends } of tracks) {
    const { router, local, peer } = ends;
    if (local !== null) {
      put(known.locals, router, local);
      put(known.routers, local, router);
    }
    if (local !== null && peer !== null) known.pairs.add(pairKey(local, peer));
    if (peer !== null && ends.interface !== null && TUNNEL.test(ends.interface)) put(known.behind, `${router} ${ends.interface}`, peer);
  }
  return known;
}

const TUNNEL = /^(?:Tunnel|Virtual-Access)/;

function placeOf({ ends }: Track, known: Known): [SeenEnd, SeenEnd] {
  const { router } = ends;
  const peer = ends.peer ?? onlyOf(ends.interface === null ? undefined : known.behind.get(`${router} ${ends.interface}`));
  const local = ends.local ?? localOf(router, peer, known);
  return [
    { address: local, router },
    { address: peer, router: peer === null ? null : (onlyOf(known.routers.get(peer)) ?? null) },
  ];
}

/** Of several addresses that a router has, the one that has this peer. */
function localOf(router: string, peer: Address | null, { locals, pairs }: Known): Address | null {
  const own = locals.get(router);
  // Who sends from an address is known by it, whatever else it may have.
  if (own === undefined) return readAddress(router) ?? null;
  if (peer === null) return onlyOf(own);
  const paired = [...own].filter((each) => pairs.has(pairKey(each, peer)));
  return paired.length === 0 ? onlyOf(own) : onlyOf(new Set(paired));
}

function join(tunnel: SeenTunnel, [own, far]: [SeenEnd, SeenEnd], track: Track): void {
  tunnel.tracks.push(track);
  for (const end of tunnel.ends) {
    const told = keyOfEnd(end) === keyOfEnd(own) ? own : far;
    end.router ??= told.router;
  }
}

function keyOf([own, far]: [SeenEnd, SeenEnd], { ends }: Track): string {
  if (far.address === null) return `${keyOfEnd(own)} ${ends.interface}`;
  return pairKey(keyOfEnd(own), keyOfEnd(far));
}

function keyOfEnd({ address, router }: SeenEnd): string {
  return address ?? `=${router}`;
}

/** The same whichever end says it. */
function pairKey(one: string, two: string): string {
  return one < two ? `${one} ${two}` : `${two} ${one}`;
}

function put<Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

function onlyOf<Value>(values: ReadonlySet<Value> | undefined): Value | null {
  const [only] = values?.size === 1 ? values : [];
  return only ?? null;
}
