/** A log from elsewhere is of a router that is neither end of the tunnel, filed with those of one: its silence tells nothing of this tunnel. */
import type { BundleFile } from '../bundle/bundle.ts';
import { endsOf } from '../bundle/door/ends.ts';
import { type Address, isPrivate, isSameAddress } from '../ipsec/address.ts';
import { namesAddress } from '../ipsec/address-in-text.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { HOST_NAME } from './host-names.ts';
import type { PeerRecord } from './record.ts';
import type { ShutLog } from './shut-log.ts';

/** What a router says of itself is said again and again. */
const SAMPLE_CHARACTERS = 2_000_000;

/**
 * A quiet log without a word of any tunnel is legitimate, and so is one of the router's other tunnels: only what a router says of itself tells,
 * an address of its own that is of neither end, or a name that its other files do not bear.
 */
export function logsFromElsewhere({ logs, side }: PeerRecord, files: readonly BundleFile[], tunnel: Tunnel): ShutLog[] {
  return logs.flatMap(({ file }): ShutLog[] => {
    const text = (files.find(({ name }) => name === file)?.text ?? '').slice(0, SAMPLE_CHARACTERS);
    const names = namesIn(text);
    if (names.has(bare(tunnel[side].name)) || addressesOf(tunnel).some((address) => namesAddress(text, address))) return [];
    const ends = linesWithEnds(text);
    if (ends.some(({ own, peer }) => isEnd(own, tunnel) || isEnd(peer, tunnel))) return [];
    // Behind a NAT a router has another address than the tunnel names.
    const own = ends.find((each) => each.own !== undefined && !isPrivate(each.own))?.own;
    if (own !== undefined) return [{ file, by: 'elsewhere', router: own }];
    const others = new Set(files.flatMap(({ name, text: each }) => (name === file ? [] : [...namesIn(each)])));
    const [name] = names;
    return name === undefined || others.size === 0 || [...names].some((each) => others.has(each))
      ? []
      : [{ file, by: 'elsewhere', router: name }];
  });
}

function isEnd(address: Address | undefined, tunnel: Tunnel): boolean {
  return address !== undefined && addressesOf(tunnel).some((each) => isSameAddress(each, address));
}

function addressesOf(tunnel: Tunnel): Address[] {
  return SIDES.flatMap((side: Side) => [tunnel[side].address, tunnel[side].natAddress ?? tunnel[side].address]);
}

const MAY_NAME_ENDS = /local|packet|SA: |tunnel source/i;
/** A packet may have come for an address of another of its interfaces. */
const UNKNOWN_SPI = /invalid spi/i;

function linesWithEnds(text: string): ReturnType<typeof endsOf>[] {
  return text.split('\n').flatMap((line) => (MAY_NAME_ENDS.test(line) && !UNKNOWN_SPI.test(line) ? [endsOf(line)] : []));
}

function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(HOST_NAME)].map(([, prompt, configured]) => bare(prompt ?? configured ?? '')));
}

function bare(name: string): string {
  return name.toLowerCase().split('.')[0] ?? '';
}
