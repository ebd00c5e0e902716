/** Folders are exchanged when each record talks of the other peer's address as its own; tunnel.yaml is believed, not the folder. */
import type { Bundle } from '../bundle/bundle.ts';
import { canonicalAddress, isAddress } from '../ipsec/address.ts';
import type { Event } from '../ipsec/event.ts';
import type { Peer } from '../ipsec/peer.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { PeerRecord, RecordedEvent } from './record.ts';

/** True when at least one record fits the other peer, and none fits its own. */
export function areExchanged({ tunnel }: Bundle, records: Record<Side, PeerRecord>): boolean {
  const known = { a: addressesOf(tunnel.a), b: addressesOf(tunnel.b) };
  const fits = (here: Side, there: Side, { event }: RecordedEvent) => {
    const [own, far] = endsOf(event);
    return known[here].has(own ?? '') && known[there].has(far ?? '');
  };
  if (SIDES.some((side) => records[side].events.some((recorded) => fits(side, other(side), recorded)))) return false;
  return SIDES.some((side) => records[side].events.some((recorded) => fits(other(side), side, recorded)));
}

/** The bundle with its sides where tunnel.yaml has them, and a word about it. */
export function putRight(bundle: Bundle): Bundle {
  const { a, b } = bundle.sides;
  const said = `the folders are exchanged: a/ holds what ${bundle.tunnel.b.name} printed, b/ what ${bundle.tunnel.a.name} printed; they were read the right way round`;
  return { ...bundle, sides: { a: b, b: a }, missing: [said, ...bundle.missing] };
}

/** The device's own end and the far one, as its record prints them. */
function endsOf(event: Event): [string | undefined, string | undefined] {
  if (event.kind === 'invalid-spi') return [event.destination, event.source];
  return 'local' in event ? [event.local, event.remote] : [undefined, undefined];
}

/** As printed, and in the one form that all spellings have. */
function addressesOf({ address, natAddress }: Peer): Set<string> {
  return new Set([address, natAddress].filter(isAddress).flatMap((known) => [known, canonicalAddress(known)]));
}
