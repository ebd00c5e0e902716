/** Peers whose addresses were masked are told by what speaks for a router: its folder, its prompt or its log's name; each with its own address where one line has it, else a word in its place. */
import { isSameAddress, placeholderOf, readAddress } from '../../ipsec/address.ts';
import type { Peer, Tunnel } from '../../ipsec/peer.ts';
import type { AssumedPeers } from '../bundle.ts';
import type { DecodedFile } from './admitted.ts';
import { endsOf } from './ends.ts';
import { routerIn } from './file-name.ts';
import { folderOf } from './home.ts';
import { countOwn, heardIn, type NamedRouter, type OwnAddresses } from './named-routers.ts';
import type { Opened } from './open.ts';

/** Undefined unless exactly two routers speak of a tunnel by name, and not both by one address; or one file is all there is, and it has the message. */
export function workOutMasked(opened: readonly Opened[]): { tunnel: Tunnel; assumed: AssumedPeers } | undefined {
  const routers = heardIn(opened);
  const [only, ...others] = opened.map(({ source }) => source);
  const isAlone = only !== undefined && others.length === 0 && routers.length <= 1;
  if (isAlone && INVALID_SPI_LINE.test(only.text)) return oneAlone(only, routers[0]?.name);
  const [a, b, ...more] = routers.toSorted(bySaid).map(({ name, own }) => peerOf(name, own));
  if (a === undefined || b === undefined || more.length > 0 || isSameAddress(a.address, b.address)) return undefined;
  const why = `${a.name} (${saidOf(a)}) and ${b.name} (${saidOf(b)}), by the names of their logs, prompts or folders, for no line names both addresses`;
  return { tunnel: { a, b }, assumed: { confidence: 'possible', why } };
}

/** `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=x.x.x.x, …` */
const INVALID_SPI_LINE =
  /%(?:CRYPTO|PIX)-4-(?:RECVD_PKT_INV_SPI|402101): .{0,80}invalid spi for dest_?addr {0,2}=(?: {0,2}[^\s,[]|.{0,60}\bspi {0,2}= {0,2}(?:0x[\dA-Fa-f]|\d))/;

/** One router's record says that it dropped packets: the other end is whoever sent them. It is called as its prompt says, or else as its file. */
function oneAlone({ path, text }: DecodedFile, known: string | undefined): { tunnel: Tunnel; assumed: AssumedPeers } {
  const [own, far]: [OwnAddresses, OwnAddresses] = [new Map(), new Map()];
  for (const line of text.split(/\r?\n/)) {
    const ends = endsOf(line);
    countOwn(own, ends.own);
    if (INVALID_SPI_LINE.test(line)) countOwn(far, ends.peer);
  }
  const side = folderOf(path) ?? 'a';
  const near = peerOf(known ?? routerIn(path) ?? `router-${side}`, own);
  const beyond = side === 'a' ? 'b' : 'a';
  const peer = { ...peerOf(beyond, far), name: `router-${beyond}` };
  const why = `${near.name} (${saidOf(near)}), whose record it is, and ${peer.name} (${saidOf(peer)}), for no line names both addresses`;
  return { tunnel: side === 'a' ? { a: near, b: peer } : { a: peer, b: near }, assumed: { confidence: 'possible', why } };
}

function peerOf(name: string, own: OwnAddresses): Peer {
  const [first] = [...own].toSorted(([, one], [, two]) => two - one);
  return { name, address: first?.[0] ?? placeholderOf(name) };
}

/** As the folders say, which the files keep; else those with an address first, the lower before the higher, so that the same records always give the same sides. */
function bySaid(one: NamedRouter, two: NamedRouter): number {
  if (one.saidA !== two.saidA) return two.saidA - one.saidA;
  const [left, right] = [peerOf(one.name, one.own), peerOf(two.name, two.own)];
  const known = Number(isMasked(left)) - Number(isMasked(right));
  return known === 0 ? (left.address < right.address ? -1 : 1) : known;
}

function isMasked({ address }: Peer): boolean {
  return readAddress(address) === undefined;
}

function saidOf(peer: Peer): string {
  return isMasked(peer) ? 'no line has its address' : peer.address;
}
