/** Routers are heard by name where no line names both ends: a file is of one router, or of those whose names stand in it. */
import { readLogLine } from '../../ios/log/line.ts';
import { type Address, readAddress } from '../../ipsec/address.ts';
import { SIDES, type Side } from '../../ipsec/side.ts';
import { endsOf } from './ends.ts';
import { routerIn } from './file-name.ts';
import { folderOf } from './home.ts';
import type { Opened } from './open.ts';
import { hostsBefore } from './speaker.ts';

/** How often each address was called its own. */
export type OwnAddresses = Map<Address, number>;

export interface NamedRouter {
  name: string;
  own: OwnAddresses;
  /** How many places that are of it alone say that it is a, less those that say b. */
  saidA: number;
}

/** What one folder of a side holds, or one file elsewhere. */
interface Place {
  side: Side | undefined;
  /** By the file's name, in the place of a prompt. */
  called: string | undefined;
  /** Every name at a prompt or before a message. */
  hosts: Set<string>;
  /** Who speaks of a tunnel, by prompt or host; nobody's name stands before some of it. */
  heard: Map<string, OwnAddresses>;
}

/** Lines of anything else say of no router that it has a tunnel. */
const OF_A_TUNNEL = /\bspi\b|IKEv2|ISAKMP|IPSEC|CRYPTO-/i;
const NOBODY = '';

/** Those that speak of a tunnel; where both folders are there, whose log does not speak of one is the other end all the same. */
export function heardIn(opened: readonly Opened[]): NamedRouter[] {
  const places = new Map<string, Place>();
  for (const file of opened) hearFile(file, places);
  const all = [...places.values()];
  const isOfBoth = SIDES.every((each) => all.some(({ side }) => side === each)) && all.some(({ heard }) => heard.size > 0);
  const routers = new Map<string, NamedRouter>();
  for (const place of all) {
    if (place.heard.size === 0 && !(isOfBoth && place.side !== undefined)) continue;
    const named = namesIn(place);
    const said = named.length === 1 ? SAID[place.side ?? 'neither'] : 0;
    for (const [name, own] of named) join(routers, { name, own, saidA: said });
  }
  return [...routers.values()];
}

const SAID = { a: 1, b: -1, neither: 0 };

function hearFile({ source: { path }, rest, shows }: Opened, places: Map<string, Place>): void {
  const side = folderOf(path);
  const place = places.get(side ?? path) ?? { side, called: undefined, hosts: new Set(), heard: new Map() };
  place.called ??= routerIn(path)?.toLowerCase();
  places.set(side ?? path, place);
  hearLines(rest.lines, NOBODY, place);
  for (const { host, page } of shows) hearLines(page.lines, host?.toLowerCase() ?? NOBODY, place);
}

function hearLines(lines: readonly string[], first: string, { hosts, heard }: Place): void {
  let name = first;
  if (first !== NOBODY) hosts.add(first);
  for (const line of lines) {
    const { isHead } = readLogLine(line);
    const [host] = hostsBefore(line).filter((each) => readAddress(each) === undefined);
    if (host !== undefined) hosts.add(host);
    if (!isHead) name = host ?? name;
    else if (OF_A_TUNNEL.test(line)) hear(heard, host ?? name, endsOf(line).own);
  }
}

function hear(heard: Map<string, OwnAddresses>, name: string, address: Address | undefined): void {
  const own = heard.get(name) ?? new Map<Address, number>();
  heard.set(name, own);
  countOwn(own, address);
}

export function countOwn(own: OwnAddresses, address: Address | undefined, times = 1): void {
  if (address !== undefined) own.set(address, (own.get(address) ?? 0) + times);
}

/** What no name stands before is of the one whose name is in the same place; of none where there are several. */
function namesIn({ side, called, hosts, heard }: Place): [string, OwnAddresses][] {
  const named = [...heard].filter(([name]) => name !== NOBODY);
  const unnamed = heard.get(NOBODY) ?? new Map<Address, number>();
  const [only, ...more] = named;
  if (only !== undefined && more.length > 0) return named;
  const [host, ...others] = hosts;
  const name = only?.[0] ?? (others.length === 0 ? host : undefined) ?? called ?? (side === undefined ? undefined : `router-${side}`);
  for (const [address, count] of unnamed) if (only !== undefined) countOwn(only[1], address, count);
  return name === undefined ? [] : [[name, only?.[1] ?? unnamed]];
}

function join(routers: Map<string, NamedRouter>, { name, own, saidA }: NamedRouter): void {
  const router = routers.get(name) ?? { name, own: new Map(), saidA: 0 };
  for (const [address, count] of own) countOwn(router.own, address, count);
  router.saidA += saidA;
  routers.set(name, router);
}
