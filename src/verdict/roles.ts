/** Roles are R, who logged the unknown SPI, and S, who sent with it: what the causes say of them in general is said of two peers by name. */
import type { Tunnel } from '../ipsec/peer.ts';
import { other, type Side } from '../ipsec/side.ts';

/** `R`, `S`, `R.address`; not the first letter of a word. */
const ROLE = /\b([RS])(\.address)?\b(?!-)/g;

const UNKNOWN_SPI = /\bX\b/g;

/** The text with the peers' names and addresses in place of their roles. */
export function nameRoles(text: string, tunnel: Tunnel, receiver: Side, spi = 'X'): string {
  return text.replace(UNKNOWN_SPI, spi).replace(ROLE, (_match, role: string, address: string | undefined) => {
    const peer = tunnel[role === 'R' ? receiver : other(receiver)];
    return address === undefined ? peer.name : (peer.natAddress ?? peer.address);
  });
}
