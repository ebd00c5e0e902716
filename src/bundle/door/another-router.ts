/** Another router's is a line by two signs at once: the name of who speaks is no peer's, and the address that it calls its own is none's either. */
import { type Address, isPrivate, isSameAddress, readAddress } from '../../ipsec/address.ts';
import { other, type Side } from '../../ipsec/side.ts';
import { endsOf } from './ends.ts';
import { type Speakers, sideOf } from './speaker.ts';

/** `names`: what may be the name of who speaks; either sign alone says little, for a peer may have several addresses, and be called in two ways. */
export function isOfAnother(text: string, names: readonly string[], speakers: Speakers): boolean {
  if (names.length === 0 || names.some((name) => speakers.has(name))) return false;
  const { own, peer } = endsOf(text);
  const far = sideOf(peer, speakers);
  return far !== undefined && isOutside(own, speakers) && names.every((name) => isUnlike(name, other(far), { own, speakers }));
}

/** Behind a NAT a router has an address that the tunnel does not name: a private one. */
export function isOutside(own: Address | undefined, speakers: Speakers): own is Address {
  return own !== undefined && !isPrivate(own) && sideOf(own, speakers) === undefined;
}

interface Called {
  own: Address | undefined;
  speakers: Speakers;
}

/** A relay writes an address of the router before a message, of whatever interface: it tells only where it is the one in the message. */
export function isUnlike(name: string, side: Side, { own, speakers }: Called): boolean {
  if (readAddress(name) !== undefined) return isSameAddress(name, own);
  const known = [...speakers].flatMap(([each, of]) => (of === side && isTelling(each) ? [each] : []));
  return known.length > 0 && !known.some((each) => isWithin(each, name) || isWithin(name, each));
}

/** `a`, `router-b`: what a side is called that nobody named. */
function isTelling(name: string): boolean {
  return readAddress(name) === undefined && name.length > 1 && !/^router-[ab]$/.test(name);
}

/** `hq` is in `hq-rtr-01` and in `hqrtr`; `spoke1` is not in `spoke10`, nor `branch` in `branch2`. */
function isWithin(part: string, whole: string): boolean {
  const from = whole.indexOf(part);
  if (from === -1 || /[a-z\d]/.test(whole[from - 1] ?? '')) return false;
  return !/\d/.test(whole[from + part.length] ?? '');
}
