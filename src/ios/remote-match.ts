/** A remote match is whom a configuration line lets be the other end: one address, a network, anybody, or a name that only the router can resolve. */
import ipaddr from 'ipaddr.js';

export type RemoteMatch = { is: 'network'; address: string; mask?: string | undefined } | { is: 'any' } | { is: 'name'; name: string };

const NOTHING = /^(?:0\.0\.0\.0|::|::\/0|any)$/;

/** `198.51.100.1`, `198.51.100.0 255.255.255.0`, `2001:db8::/64`, `0.0.0.0`, `branch.example.net` */
export function readRemote(text: string, mask?: string): RemoteMatch {
  if (NOTHING.test(text) && (mask === undefined || mask === '0.0.0.0')) return { is: 'any' };
  const [address = '', length] = text.split('/');
  const isWhole = address.includes(':') ? ipaddr.isValid(address) : ipaddr.IPv4.isValidFourPartDecimal(address);
  if (!isWhole) return { is: 'name', name: text };
  if (mask === '0.0.0.0') return { is: 'any' };
  return { is: 'network', address, mask: mask ?? length };
}

/** True when the line fits this address; a name fits nobody for certain. */
export function coversAddress(match: RemoteMatch, address: string): boolean {
  if (match.is !== 'network') return match.is === 'any';
  const [own, wanted] = [bytesOf(match.address), bytesOf(address)];
  if (own === undefined || wanted === undefined || own.length !== wanted.length) return false;
  const mask = maskOf(match.mask, own.length);
  return own.every((byte, index) => ((byte ^ (wanted[index] ?? 0)) & (mask[index] ?? 0)) === 0);
}

function bytesOf(text: string): number[] | undefined {
  return ipaddr.isValid(text) ? ipaddr.process(text).toByteArray() : undefined;
}

/** Bit by bit: IOS takes masks with holes. A mask that is none leaves the address as it stands. */
function maskOf(mask: string | undefined, bytes: number): number[] {
  const whole = Array.from({ length: bytes }, () => 255);
  if (mask === undefined) return whole;
  if (!/^\d{1,3}$/.test(mask)) return bytesOf(mask) ?? whole;
  return whole.map((_byte, index) => 255 & (255 << (8 - Math.min(8, Math.max(0, Number(mask) - 8 * index)))));
}
