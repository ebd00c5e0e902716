/** A dynamic address is that of a peer whose address changes: nobody can write it down, and what is narrowed by an address is not narrowed to that peer. */
import type { Address } from '../ipsec/address.ts';

/** As a playbook and its plan say it, where another peer has its address. */
export const DYNAMIC = 'dynamic' as Address;

/** As a router's own lines say it: the unspecified address. [C] RFC 6890 */
export const ANY_ADDRESS = '0.0.0.0';

export function isDynamic(address: string): boolean {
  return address === DYNAMIC;
}

/** In an applet's description, and wherever an address has to stand. */
export function printed(address: string): string {
  return isDynamic(address) ? ANY_ADDRESS : address;
}
