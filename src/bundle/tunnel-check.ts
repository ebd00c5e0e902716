/** Checking the tunnel asks whether tunnel.yaml can be true: two peers that differ, with addresses of which the records speak. */
import ipaddr from 'ipaddr.js';
import { type Address, isAddress, isSameAddress } from '../ipsec/address.ts';
import { hasAddress, namesAddress } from '../ipsec/address-in-text.ts';
import type { Peer, Tunnel } from '../ipsec/peer.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { Bundle, Doubt } from './bundle.ts';
import { TUNNEL_FILE } from './tunnel.ts';

/** No peer of a tunnel has one of these. [C] RFC 6890 */
const NO_PEER = ['unspecified', 'broadcast', 'multicast', 'loopback'];

export function checkTunnel({ tunnel, sides }: Pick<Bundle, 'tunnel' | 'sides'>): Doubt[] {
  return [...shared(tunnel), ...SIDES.flatMap((side) => impossible(side, tunnel[side])), ...unheardOf({ tunnel, sides })].map((why) => ({
    side: null,
    file: TUNNEL_FILE,
    why,
  }));
}

/** A router does not receive from itself. */
function shared({ a, b }: Tunnel): string[] {
  const both = known(a).find((one) => known(b).some((two) => isSameAddress(one, two)));
  return both === undefined ? [] : [`gives ${both} to both peers: it is not clear which of them a message is about`];
}

function impossible(side: Side, peer: Peer): string[] {
  return known(peer)
    .filter((address) => ipaddr.isValid(address) && NO_PEER.includes(ipaddr.parse(address).range()))
    .map((address) => `gives ${address} to peer ${side}, which no router can have`);
}

/** Only of a record that speaks of addresses at all, and only of those that it must know. */
function unheardOf({ tunnel, sides }: Pick<Bundle, 'tunnel' | 'sides'>): string[] {
  const isHeard = (side: Side) => sides[side].some(({ text }) => text !== '');
  const asked = SIDES.flatMap((side) => {
    const { address, natAddress } = tunnel[side];
    const isKnown = isHeard(side) || (natAddress === undefined && isHeard(other(side)));
    return [...(isKnown ? [address] : []), ...(natAddress !== undefined && isHeard(other(side)) ? [natAddress] : [])].map((each) => ({
      side,
      address: each,
    }));
  });
  const texts = SIDES.flatMap((side) => sides[side].map(({ text }) => text));
  const absent = asked.filter(({ address }) => isAddress(address) && !texts.some((text) => namesAddress(text, address)));
  if (absent.length === 0 || !texts.some((text) => hasAddress(text))) return [];
  return absent.map(
    ({ side, address }) => `gives ${address} to peer ${side}, an address that occurs in neither log: the logs may be of another tunnel`,
  );
}

function known({ address, natAddress }: Peer): Address[] {
  return natAddress === undefined ? [address] : [address, natAddress];
}
