/** Own messages of an unknown SPI are tied to the tunnel by more than their addresses: by an SA that the sender lists, or by the group that the receiver is a member of. */
import type { BundleFile } from '../bundle/bundle.ts';
import type { InvalidSpiEvent } from '../ipsec/event.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import { type Addresses, isAddressIn } from './addresses.ts';
import { recordedOf } from './grouped.ts';
import type { PeerRecord } from './record.ts';
import type { PeerState } from './state.ts';

/** Unknown SPIs that the other side lists as what it sends with: wherever such a packet seems to come from, it is that router's. [C RFC 4301 4.1] */
export function listedBySender(records: Record<Side, PeerRecord>, states: Record<Side, PeerState>): EspSpi[] {
  return SIDES.flatMap((side) => {
    const { ipsecSas = [], partSas = [], ikeChildSas = [], dataPlaneSas = [] } = states[other(side)];
    const shown = [...ipsecSas, ...partSas, ...ikeChildSas, ...dataPlaneSas].map(({ value }) => value);
    const sent = new Set(shown.flatMap(({ spi, direction }) => (direction === 'outbound' ? [spi] : [])));
    return recordedOf(records[side].events, 'invalid-spi').flatMap(({ event: { spi } }) => (sent.has(spi) ? [spi] : []));
  });
}

/** A member of a GETVPN group: by what it logs of its key server, by its shows, or by its configuration. */
export function isGroupMember({ events }: PeerRecord, { groups = [] }: PeerState, files: readonly BundleFile[]): boolean {
  return (
    groups.length > 0 ||
    recordedOf(events, 'syslog').some(({ event: { overlay } }) => isMembers(overlay)) ||
    files.some(({ text }) => MEMBERS_MAP.test(text))
  );
}

function isMembers(overlay: { what: string; change: string } | undefined): boolean {
  return overlay?.what === 'registration' || (overlay?.what === 'rekey' && overlay.change === 'received');
}

/** `crypto map GETVPN-MAP 10 gdoi`, `crypto map ipv6 GET6 10 gdoi`; as shown, `Crypto Map IPv4 "GETVPN-MAP" 10 gdoi` [C GETVPN Configuration Guide] */
const MEMBERS_MAP = /^\s*crypto map (?:ipv[46] )?"?[^\s"]{1,80}"? \d{1,5} gdoi\b/im;

/** A group keeps the hosts' addresses in the outer header: neither is a router's. [C RFC 5374 3.1, tunnel mode with address preservation; GETVPN Design Guide] */
export function isBetweenHosts({ source, destination }: InvalidSpiEvent, addresses: Addresses): boolean {
  return [source, destination].every((address) => address !== undefined && !SIDES.some((side) => isAddressIn(addresses[side], address)));
}
