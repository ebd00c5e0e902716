/** Addresses in a text are its words that are whole addresses, in whatever spelling. */
import { type Address, isSameAddress, readAddress } from './address.ts';

/** `192.0.2.1`, whole: not the beginning of `192.0.2.10`, and not inside of `1.192.0.2.1`. */
export const IPV4_WORD = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g;
/** `2001:DB8::1`; times as `12:00:01` are taken too, and are no address. */
export const IPV6_WORD = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;

export function hasAddress(text: string): boolean {
  return findAddress(text, () => true);
}

export function namesAddress(text: string, wanted: Address): boolean {
  // Most often it stands there as it is written here, and a search for it is fast.
  const at = text.indexOf(wanted);
  if (at === -1 && !wanted.includes(':')) return false;
  return findAddress(at === -1 ? text : text.slice(at > 0 ? at - 1 : 0), (found) => isSameAddress(found, wanted));
}

function findAddress(text: string, isWanted: (address: Address) => boolean): boolean {
  for (const pattern of [IPV4_WORD, IPV6_WORD]) {
    for (const [word] of text.matchAll(pattern)) {
      const found = readAddress(word);
      if (found !== undefined && isWanted(found)) return true;
    }
  }
  return false;
}
