/** A known tunnel is one of an inventory: its name, and both ends by name and address; the radar says of each whether it was heard. */
import { type Address, isSameAddress, readAddress } from '../../ipsec/address.ts';
import { type PlaybookPeer, remotesOf } from '../../playbook/playbook.ts';
import type { FleetTunnel } from '../inventory/tunnel.ts';
import type { SeenEnd, SeenTunnel } from './tunnels.ts';

export interface KnownEnd {
  name: string;
  address: Address | null;
  /** What a NAT makes of it. */
  natAddress?: Address | undefined;
}

export interface KnownTunnel {
  name: string;
  ends: [KnownEnd, KnownEnd];
}

/** Those of an inventory; a hub has one with each of its spokes. */
export function knownTunnels(tunnels: readonly Pick<FleetTunnel, 'name' | 'playbook'>[]): KnownTunnel[] {
  return tunnels.flatMap(({ name, playbook }) => {
    const [first, ...spokes] = remotesOf(playbook, 'a');
    const hub = toKnown(playbook.tunnel.a);
    const others = spokes.map((spoke): KnownTunnel => ({ name: `${name}, ${spoke.name}`, ends: [hub, toKnown(spoke)] }));
    return first === undefined ? [] : [{ name, ends: [hub, toKnown(first)] }, ...others];
  });
}

function toKnown({ name, address, natAddress }: PlaybookPeer): KnownEnd {
  return { name, address: readAddress(address) ?? null, natAddress: readAddress(natAddress) };
}

/** By the addresses and names of both ends; null of a seen tunnel that no inventory has, or of which two could be meant. */
export function nameTunnels(known: readonly KnownTunnel[], seen: readonly SeenTunnel[]): Map<SeenTunnel, KnownTunnel> {
  const byKey = new Map<string, KnownTunnel | null>();
  for (const tunnel of known)
    for (const one of keysOf(tunnel.ends[0]))
      for (const two of keysOf(tunnel.ends[1]))
        for (const key of [`${one} ${two}`, `${two} ${one}`]) byKey.set(key, byKey.has(key) && byKey.get(key) !== tunnel ? null : tunnel);
  const named = seen.flatMap((tunnel) => {
    const found = keysOfSeen(tunnel.ends[0]).flatMap((one) =>
      keysOfSeen(tunnel.ends[1]).flatMap((two) => byKey.get(`${one} ${two}`) ?? []),
    );
    return new Set(found).size === 1 && found[0] !== undefined ? [[tunnel, found[0]] as const] : [];
  });
  return new Map(named);
}

/** True when this is the name or an address of that end. */
export function isEnd({ name, address, natAddress }: KnownEnd, router: string): boolean {
  return bare(name) === bare(router) || isSameAddress(router, address ?? undefined) || isSameAddress(router, natAddress);
}

function keysOf({ name, address, natAddress }: KnownEnd): string[] {
  return [address, natAddress, bare(name)].flatMap((key) => key ?? []);
}

function keysOfSeen({ address, router }: SeenEnd): string[] {
  return [address, router === null ? null : bare(router)].flatMap((key) => key ?? []);
}

/** `HQ.example.net` is `hq`; an address is itself. */
function bare(name: string): string {
  return /^[\d.]+$|:/.test(name) ? name : (name.toLowerCase().split('.')[0] ?? '');
}
