/** The two peers of a tunnel that nobody named are worked out: from who calls itself what, in messages, prompts and configurations. */
import { readLogLine } from '../../ios/log/line.ts';
import { type Address, isSameAddress, readAddress } from '../../ipsec/address.ts';
import type { Peer, Tunnel } from '../../ipsec/peer.ts';
import type { AssumedPeers } from '../bundle.ts';
import type { DecodedFile } from './admitted.ts';
import { SAYS_NAME } from './home.ts';
import { openFile } from './open.ts';
import type { Page } from './page.ts';
import { hostsBefore, OWN, PEERS } from './speaker.ts';

/** `destaddr=192.0.2.1, …, srcaddr=198.51.100.1`, `local= 192.0.2.1:0, remote= 198.51.100.1:0`: own and peer in one line, either may be alone. */
interface Ends {
  own: Address | undefined;
  peer: Address | undefined;
}

interface Pair {
  own: Address;
  peer: Address;
  count: number;
  hosts: Map<string, number>;
}

/** Fewer may be one stray packet. */
const SURE_COUNT = 3;
const SURE_SHARE = 0.6;

/** Undefined when no line names two addresses of which one is the router's own. */
export function workOutPeers(files: readonly DecodedFile[]): { tunnel: Tunnel; assumed: AssumedPeers } | undefined {
  const pairs = new Map<string, Pair>();
  for (const file of files) {
    const { rest, shows } = openFile(file);
    for (const page of [rest, ...shows.map((part) => part.page)]) countPage(page, pairs);
  }
  const [best] = [...pairs.values()].toSorted((one, two) => weigh(two, pairs) - weigh(one, pairs));
  if (best === undefined) return undefined;
  const back = pairs.get(`${best.peer} ${best.own}`);
  const all = [...pairs.values()].reduce((sum, { count }) => sum + count, 0);
  const own = best.count + (back?.count ?? 0);
  const isSure = back !== undefined && own >= SURE_COUNT && own >= all * SURE_SHARE;
  const [a, b] = [peerOf(best.own, best.hosts, 'a'), peerOf(best.peer, back?.hosts ?? new Map(), 'b')];
  const why = `${a.name} (${a.address}) and ${b.name} (${b.address}), by ${own} ${own === 1 ? 'line that names' : 'lines that name'} both${back === undefined ? ', all of one of them' : ''}`;
  return { tunnel: { a, b }, assumed: { confidence: isSure ? 'likely' : 'possible', why } };
}

function weigh({ own, peer, count }: Pair, pairs: ReadonlyMap<string, Pair>): number {
  return count + (pairs.get(`${peer} ${own}`)?.count ?? 0) + (isFirst(own, peer) ? HALF : 0);
}

const HALF = 0.25;

/** Either may be a: the lower address is, so that the same records always give the same sides. */
function isFirst(own: Address, peer: Address): boolean {
  return own < peer;
}

function countPage(page: Page, pairs: Map<string, Pair>): void {
  const said = SAYS_NAME.exec(page.lines.join('\n'));
  let prompted = said?.[1] ?? said?.[2];
  let last: Ends = { own: undefined, peer: undefined };
  for (const line of page.lines) {
    const { isHead } = readLogLine(line);
    const hosts = hostsBefore(line);
    if (!isHead && hosts.length > 0) prompted = hosts[0];
    const ends = endsOf(line);
    if (isHead) last = ends;
    else last = { own: ends.own ?? last.own, peer: ends.peer ?? last.peer };
    if (last.own === undefined || last.peer === undefined || isSameAddress(last.own, last.peer)) continue;
    const key = `${last.own} ${last.peer}`;
    const pair = pairs.get(key) ?? { own: last.own, peer: last.peer, count: 0, hosts: new Map() };
    pair.count += 1;
    for (const host of hosts.length > 0 ? hosts : prompted === undefined ? [] : [prompted])
      pair.hosts.set(host, (pair.hosts.get(host) ?? 0) + 1);
    pairs.set(key, pair);
    last = { own: undefined, peer: undefined };
  }
}

function endsOf(line: string): Ends {
  return { own: firstOf(OWN, line), peer: firstOf(PEERS, line) };
}

function firstOf(patterns: readonly RegExp[], line: string): Address | undefined {
  for (const pattern of patterns) {
    const address = readAddress(pattern.exec(line)?.[1]);
    if (address !== undefined) return address;
  }
  return undefined;
}

/** By the host name that stands before most of its lines; an address is no name. */
function peerOf(address: Address, hosts: ReadonlyMap<string, number>, otherwise: string): Peer {
  const [named] = [...hosts].filter(([host]) => readAddress(host) === undefined).toSorted(([, one], [, two]) => two - one);
  return { name: named?.[0] ?? otherwise, address };
}
