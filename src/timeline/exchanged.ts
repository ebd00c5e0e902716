/** Folders are exchanged when each record talks of the other peer's address as its own; tunnel.yaml is believed, not the folder. */
import type { Bundle } from '../bundle/bundle.ts';
import { canonicalAddress, isAddress } from '../ipsec/address.ts';
import type { Event } from '../ipsec/event.ts';
import type { Peer } from '../ipsec/peer.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { PeerRecord } from './record.ts';

/** True when at least one record fits the other peer, and none fits its own. */
export function areExchanged({ tunnel }: Bundle, records: Record<Side, PeerRecord>): boolean {
  const fits = SIDES.map((side) => fitOf(records[side], tunnel[side], tunnel[other(side)]));
  return fits.every(({ right }) => right === 0) && fits.some(({ wrong }) => wrong > 0);
}

/** The bundle with its sides where tunnel.yaml has them, and a word about it. */
export function putRight(bundle: Bundle): Bundle {
  const { a, b } = bundle.sides;
  const said = `the folders are exchanged: a/ holds what ${bundle.tunnel.b.name} printed, b/ what ${bundle.tunnel.a.name} printed; they were read the right way round`;
  return { ...bundle, sides: { a: b, b: a }, missing: [said, ...bundle.missing] };
}

function fitOf({ events }: PeerRecord, own: Peer, peer: Peer): { right: number; wrong: number } {
  const fit = { right: 0, wrong: 0 };
  for (const { event } of events) {
    const [here, there] = endsOf(event);
    if (isOf(own, here) && isOf(peer, there)) fit.right += 1;
    if (isOf(peer, here) && isOf(own, there)) fit.wrong += 1;
  }
  return fit;
}

/** The device's own end and the far one, as its record prints them. */
function endsOf(event: Event): [string | undefined, string | undefined] {
  if (event.kind === 'invalid-spi') return [event.destination, event.source];
  return 'local' in event ? [event.local, event.remote] : [undefined, undefined];
}

function isOf({ address, natAddress }: Peer, printed: string | undefined): boolean {
  if (!isAddress(printed)) return false;
  const canonical = canonicalAddress(printed);
  return [address, natAddress].some((known) => isAddress(known) && canonicalAddress(known) === canonical);
}
