/** Peers whose addresses were masked are told by the names of two logs or prompts: each with its own address where one line has it, else a word in its place. */
import { readLogLine } from '../../ios/log/line.ts';
import { type Address, isSameAddress, placeholderOf, readAddress } from '../../ipsec/address.ts';
import type { Peer, Tunnel } from '../../ipsec/peer.ts';
import type { AssumedPeers } from '../bundle.ts';
import type { DecodedFile } from './admitted.ts';
import { endsOf } from './ends.ts';
import type { Opened } from './open.ts';
import type { Page } from './page.ts';
import { isName, stemOf } from './peers.ts';
import { hostsBefore } from './speaker.ts';

/** How often each address was called its own. */
type Router = Map<Address, number>;

/** Lines of anything else say of no router that it has a tunnel. */
const OF_A_TUNNEL = /\bspi\b|IKEv2|ISAKMP|IPSEC|CRYPTO-/i;

/** Undefined unless exactly two routers speak of a tunnel by name, and not both by one address; or one file is all there is, and it has the message. */
export function workOutMasked(opened: readonly Opened[]): { tunnel: Tunnel; assumed: AssumedPeers } | undefined {
  const routers = new Map<string, Router>();
  for (const { rest, shows } of opened) {
    for (const page of [rest, ...shows.map((part) => part.page)]) hearNames(page, routers);
  }
  const [only, ...others] = opened.map(({ source }) => source);
  const isAlone = only !== undefined && others.length === 0 && routers.size <= 1;
  if (isAlone && INVALID_SPI_LINE.test(only.text)) return oneAlone(only, [...routers.keys()]);
  const [one, two, ...more] = [...routers].map(([name, own]) => peerOf(name, own)).toSorted(byAddress);
  if (one === undefined || two === undefined || more.length > 0 || isSameAddress(one.address, two.address)) return undefined;
  const why = `${one.name} (${saidOf(one)}) and ${two.name} (${saidOf(two)}), by the names of their logs or prompts, for no line names both addresses`;
  return { tunnel: { a: one, b: two }, assumed: { confidence: 'possible', why } };
}

/** `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=x.x.x.x, …` */
const INVALID_SPI_LINE =
  /%(?:CRYPTO|PIX)-4-(?:RECVD_PKT_INV_SPI|402101): .{0,80}invalid spi for dest_?addr=(?: {0,2}[^\s,[]|.{0,60}\bspi= {0,2}(?:0x[\dA-Fa-f]|\d))/;

/** One router's record says that it dropped packets: the other end is whoever sent them. It is called as its prompt says, or else as its file. */
function oneAlone({ path, text }: DecodedFile, [known]: readonly string[]): { tunnel: Tunnel; assumed: AssumedPeers } {
  const [own, far]: [Router, Router] = [new Map(), new Map()];
  for (const line of text.split(/\r?\n/)) {
    const ends = endsOf(line);
    count(own, ends.own);
    if (INVALID_SPI_LINE.test(line)) count(far, ends.peer);
  }
  const stem = stemOf(path);
  const [a, b] = [peerOf(known ?? (isName(stem) ? stem : 'router-a'), own), { ...peerOf('b', far), name: 'router-b' }];
  const why = `${a.name} (${saidOf(a)}), whose record it is, and ${b.name} (${saidOf(b)}), for no line names both addresses`;
  return { tunnel: { a, b }, assumed: { confidence: 'possible', why } };
}

function count(router: Router, address: Address | undefined): void {
  if (address !== undefined) router.set(address, (router.get(address) ?? 0) + 1);
}

function hearNames(page: Page, routers: Map<string, Router>): void {
  const stem = stemOf(page.path);
  let name = isName(stem) ? stem : undefined;
  for (const line of page.lines) {
    const { isHead } = readLogLine(line);
    const [host] = hostsBefore(line).filter((each) => readAddress(each) === undefined);
    if (!isHead) name = host ?? name;
    const speaker = host ?? name;
    if (!isHead || speaker === undefined || !OF_A_TUNNEL.test(line)) continue;
    const own = routers.get(speaker.toLowerCase()) ?? new Map<Address, number>();
    routers.set(speaker.toLowerCase(), own);
    count(own, endsOf(line).own);
  }
}

function peerOf(name: string, own: Router): Peer {
  const [first] = [...own].toSorted(([, one], [, two]) => two - one);
  return { name, address: first?.[0] ?? placeholderOf(name) };
}

/** Those with an address first, the lower before the higher, so that the same records always give the same sides. */
function byAddress(one: Peer, two: Peer): number {
  const known = Number(isMasked(one)) - Number(isMasked(two));
  return known === 0 ? (one.address < two.address ? -1 : 1) : known;
}

function isMasked({ address }: Peer): boolean {
  return readAddress(address) === undefined;
}

function saidOf(peer: Peer): string {
  return isMasked(peer) ? 'no line has its address' : peer.address;
}
