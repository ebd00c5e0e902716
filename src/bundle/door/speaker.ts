/** Who speaks is told by a line itself: by the router's name before it, or by the address that it calls its own. */
import type { LogLine } from '../../ios/log/entry.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { type Address, isSameAddress, readAddress } from '../../ipsec/address.ts';
import type { Tunnel } from '../../ipsec/peer.ts';
import { other, SIDES, type Side } from '../../ipsec/side.ts';
import { PROMPT_HOST } from './command-parts.ts';
import { endsOf } from './ends.ts';

/** Names and addresses by which a router is known, each with its side. */
export type Speakers = ReadonlyMap<string, Side>;

export function bareName(name: string): string {
  return readAddress(name) ?? name.toLowerCase().split('.')[0] ?? '';
}

export function speakersOf(tunnel: Tunnel): Map<string, Side> {
  const known = new Map<string, Side>();
  for (const side of SIDES) {
    const { name, address, natAddress } = tunnel[side];
    for (const each of [name, address, natAddress]) if (each !== undefined && each !== '') known.set(bareName(each), side);
  }
  return known;
}

/** Whose line it is by the addresses in it. */
export function sideByAddress(text: string, speakers: Speakers): Side | undefined {
  const { own, peer } = endsOf(text);
  const side = sideOf(own, speakers);
  if (side !== undefined) return side;
  const far = sideOf(peer, speakers);
  return far === undefined ? undefined : other(far);
}

export function sideOf(address: Address | undefined, speakers: Speakers): Side | undefined {
  if (address === undefined) return undefined;
  for (const [known, side] of speakers) if (isSameAddress(known, address)) return side;
  return undefined;
}

/** What may be a router's name or address before a message, in order; for who has read the line already: `read`. */
export function hostsBefore(line: string, read: LogLine = readLogLine(line)): string[] {
  const prompt = PROMPT_HOST.exec(line)?.[1];
  if (prompt !== undefined) return [bareName(prompt)];
  const { body, isHead, isDamaged } = read;
  if (!isHead || isDamaged) return [];
  const before = line.slice(0, line.length - body.length);
  return before
    .split(/[\s<>[\](){}"=,]+|: /)
    .map((word) => word.replace(/:$/, ''))
    .filter((word) => (HOST.test(word) && !NO_HOST.test(word)) || readAddress(word) !== undefined)
    .map(bareName);
}

const HOST = /^[A-Za-z][\w.-]{1,62}$/;
/** Months, days of the week, zones and severities are none. */
const NO_HOST =
  /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|AM|PM|[A-Z]{2,5}|local\d|(?:local\d\.)?(?:debug|info|notice|warning|err|error|crit|alert|emerg))$/;
