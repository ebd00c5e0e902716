/** The two peers of a tunnel that nobody named are worked out: from who calls itself what, in messages, prompts and configurations. */
import { readLogLine } from '../../ios/log/line.ts';
import { type Address, isSameAddress, readAddress } from '../../ipsec/address.ts';
import type { Peer, Tunnel } from '../../ipsec/peer.ts';
import type { AssumedPeers } from '../bundle.ts';
import { type Ends, endsOf } from './ends.ts';
import { isName, stemOf } from './file-name.ts';
import { folderOf, SAYS_NAME } from './home.ts';
import { isLog } from './kind.ts';
import { type Held, heldBy, mutualPairs } from './mutual.ts';
import type { Opened } from './open.ts';
import type { Page } from './page.ts';
import { hostsBefore } from './speaker.ts';

interface Pair {
  own: Address;
  peer: Address;
  count: number;
  /** Messages of an unknown SPI among them. */
  unknownSpis: number;
  hosts: Map<string, number>;
  /** How many of its lines stand in files that say by their name that they are of a, less those of b. */
  saidA: number;
  files: Set<string>;
}

/** Fewer may be one stray packet. */
const SURE_COUNT = 3;
const SURE_SHARE = 0.6;

/** Undefined when no line names two addresses of which one is the router's own. */
export function workOutPeers(opened: readonly Opened[]): { tunnel: Tunnel; assumed: AssumedPeers } | undefined {
  const pairs = new Map<string, Pair>();
  const configured = new Set<Address>();
  const held: Held[] = [];
  for (const { source, rest, shows } of opened) {
    const pages = [rest, ...shows.map((part) => part.page)];
    for (const page of pages) {
      countPage(page, pairs);
      for (const line of page.lines) addTo(configured, CONFIGURED.exec(line)?.[1]);
    }
    held.push(...heldBy(source.path, pages));
  }
  const mutual = mutualPairs(held);
  for (const { one, own, two, peer } of mutual) {
    countLine(pairs, own, peer, one.path, listOf(one.name));
    countLine(pairs, peer, own, two.path, listOf(two.name));
  }
  const [best] = candidatesOf([...pairs.values()], pairs, configured).toSorted((one, two) => weigh(two, pairs) - weigh(one, pairs));
  if (best === undefined) return undefined;
  const back = pairs.get(keyOf({ own: best.peer, peer: best.own }));
  const all = [...pairs.values()].reduce((sum, { count }) => sum + count, 0);
  const own = best.count + (back?.count ?? 0);
  const isMost = back !== undefined && own >= SURE_COUNT && own >= all * SURE_SHARE;
  const isOnly =
    mutual.length === 1 && mutual.some((each) => [keyOf(each), keyOf({ own: each.peer, peer: each.own })].includes(keyOf(best)));
  const isTurned = back === undefined && best.saidA < 0;
  const one = peerOf(best.own, best, back, isTurned ? 'router-b' : 'router-a');
  const two = peerOf(best.peer, back, best, isTurned ? 'router-a' : 'router-b');
  // A record that lies alone in b/ is of b.
  const [a, b] = isTurned ? [two, one] : [one, two];
  const why = `${one.name} (${one.address}) and ${two.name} (${two.address}), by ${own} ${own === 1 ? 'line that names' : 'lines that name'} both${back === undefined ? ', all of one of them' : ''}`;
  return { tunnel: { a, b }, assumed: { confidence: isMost || isOnly ? 'likely' : 'possible', why } };
}

/** A hub that was handed in alone has many peers: the tunnel is the one with the unknown SPI, unless nothing else knows of that source. */
function candidatesOf(all: Pair[], pairs: ReadonlyMap<string, Pair>, configured: ReadonlySet<Address>): Pair[] {
  if (all.some(({ own, peer }) => pairs.has(keyOf({ own: peer, peer: own })))) return all;
  const flapping = all.filter(({ peer, count, unknownSpis }) => unknownSpis > 0 && (count > unknownSpis || configured.has(peer)));
  return flapping.length === 0 ? all : flapping;
}

/** `set peer 198.51.100.1`, `crypto isakmp key … address 198.51.100.1`, ` tunnel destination 198.51.100.1` */
const CONFIGURED =
  /^\s*(?:set peer|crypto isakmp key .{1,80} address|tunnel destination|match identity remote address)\s+([\d.]{7,15}|[\dA-Fa-f:]{3,39})\b/;

function addTo(configured: Set<Address>, printed: string | undefined): void {
  const address = readAddress(printed);
  if (address !== undefined) configured.add(address);
}

function weigh({ own, peer, count }: Pair, pairs: ReadonlyMap<string, Pair>): number {
  return count + (pairs.get(`${peer} ${own}`)?.count ?? 0) + (isFirst(own, peer, pairs) ? HALF : 0);
}

const HALF = 0.25;

/** a is the one whose files say so; else the lower address, so that the same records always give the same sides. */
function isFirst(own: Address, peer: Address, pairs: ReadonlyMap<string, Pair>): boolean {
  const said = (pairs.get(keyOf({ own, peer }))?.saidA ?? 0) - (pairs.get(keyOf({ own: peer, peer: own }))?.saidA ?? 0);
  return said === 0 ? own < peer : said > 0;
}

/** `a/console.log`, `b.txt` */
function saidByPath(path: string): number {
  const side = folderOf(path) ?? stemOf(path).toLowerCase();
  return side === 'a' ? 1 : side === 'b' ? -1 : 0;
}

function countPage(page: Page, pairs: Map<string, Pair>): void {
  const named = SAYS_NAME.exec(page.lines.join('\n'));
  let prompted = named?.[1] ?? named?.[2];
  let last: Ends = { own: undefined, peer: undefined };
  for (const line of page.lines) {
    const { isHead } = readLogLine(line);
    const hosts = hostsBefore(line);
    if (!isHead && hosts.length > 0) prompted = hosts[0];
    const ends = endsOf(line);
    if (isHead) last = ends;
    else last = { own: ends.own ?? last.own, peer: ends.peer ?? last.peer };
    if (last.own === undefined || last.peer === undefined || isSameAddress(last.own, last.peer)) continue;
    const pair = countLine(pairs, last.own, last.peer, page.path, hosts.length > 0 ? hosts : listOf(prompted));
    if (line.includes(UNKNOWN_SPI)) pair.unknownSpis += 1;
    last = { own: undefined, peer: undefined };
  }
}

function countLine(pairs: Map<string, Pair>, own: Address, peer: Address, path: string, hosts: readonly string[]): Pair {
  const key = keyOf({ own, peer });
  const pair = pairs.get(key) ?? { own, peer, count: 0, unknownSpis: 0, hosts: new Map(), saidA: 0, files: new Set() };
  pair.count += 1;
  pair.saidA += saidByPath(path);
  pair.files.add(path);
  for (const host of hosts) pair.hosts.set(host, (pair.hosts.get(host) ?? 0) + 1);
  pairs.set(key, pair);
  return pair;
}

const UNKNOWN_SPI = 'RECVD_PKT_INV_SPI';

function keyOf({ own, peer }: Pick<Pair, 'own' | 'peer'>): string {
  return `${own} ${peer}`;
}

function listOf(name: string | undefined): string[] {
  return name === undefined ? [] : [name];
}

/**
 * By the host name that stands before most of its lines, else as its one log is called; an address is no name, nor is what both are called.
 * A letter is none either: `a went on sending` reads as an article.
 */
function peerOf(address: Address, pair: Pair | undefined, other: Pair | undefined, otherwise: string): Peer {
  const hosts = [...(pair?.hosts ?? [])]
    .filter(([host, count]) => readAddress(host) === undefined && (other?.hosts.get(host) ?? 0) * STRAY < count)
    .toSorted(([, one], [, two]) => two - one);
  const [file = '', ...more] = pair?.files ?? [];
  const isCalled = more.length === 0 && other?.files.has(file) !== true && isLog(file) && isName(stemOf(file));
  return { name: hosts[0]?.[0] ?? (isCalled ? stemOf(file) : otherwise), address };
}

/** A line or two of the other router are taken for its own, where a paste cut its beginning off. */
const STRAY = 5;
