/** A dynamic address is printed where an address has to stand: nobody can write it down, and what is narrowed by an address is not narrowed to that peer. */
import { isDynamic } from '../ipsec/address.ts';

/** As a router's own lines say it: the unspecified address. [C] RFC 6890 */
export const ANY_ADDRESS = '0.0.0.0';

/** In an applet's description, and wherever an address has to stand. */
export function printed(address: string): string {
  return isDynamic(address) ? ANY_ADDRESS : address;
}
