/** A remote match is whom a configuration line lets be the other end: one address, a network, anybody, or a name that only the router can resolve. */
import { type Address, type AddressRange, isAny, isWithin, readRange } from '../ipsec/address.ts';

export type RemoteMatch = { is: 'network'; range: AddressRange } | { is: 'any' } | { is: 'name'; name: string };

/** `198.51.100.1`, `198.51.100.0 255.255.255.0`, `2001:db8::/64`, `0.0.0.0`, `branch.example.net` */
export function readRemote(text: string, mask?: string): RemoteMatch {
  const range = readRange(text, mask);
  if (range === undefined) return { is: 'name', name: text };
  return isAny(range) ? { is: 'any' } : { is: 'network', range };
}

/** True when the line fits this address; a name fits nobody for certain. */
export function coversAddress(match: RemoteMatch, address: Address): boolean {
  return match.is === 'network' ? isWithin(match.range, address) : match.is === 'any';
}
