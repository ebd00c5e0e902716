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
  if (isProse(before)) return [];
  return before
    .replace(KEY, '=')
    .split(/[\s<>[\](){}"=,]+|: /)
    .map((word) => word.replace(/:$/, ''))
    .filter((word) => (HOST.test(word) && !NO_HOST.test(word)) || readAddress(word) !== undefined)
    .map(bareName);
}

/** Somebody's words before a message that he copied name no router; what a relay puts there has a stamp, a number or one name. */
function isProse(before: string): boolean {
  const said = SAID.exec(before)?.[1]?.split(/\s+/) ?? [];
  const words = said.filter((word) => word !== '' && !NO_HOST.test(word));
  return new Set(words.map((word) => bareName(word.replace(/[,;:.!]$/, '')))).size > 1 && words.every((word) => WORD.test(word));
}

/** `Hi all, on hq we have *Jan  5 …`, `see this: %CRYPTO-4-…` */
const SAID = /^["'(]?([A-Za-z ,;:.!'’-]{3,300}?)["'(]?[*.]?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d|$)/;
const WORD = /^[A-Za-z][a-z'’]*[,;:.!-]?$/;
/** `host=hq`, `remote_proxy= 10.2.0.0/…`: of a pair the value may be a router's name, its key is none. */
const KEY = /\b[A-Za-z][\w.-]*(?:\([\w/]{1,12}\))? ?=/g;
const HOST = /^[A-Za-z][\w.-]{1,62}$/;
/** Months, days of the week, zones and severities are none. */
const NO_HOST =
  /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|AM|PM|[A-Z]{2,5}|local\d|(?:local\d\.)?(?:debug|info|notice|warning|err|error|crit|alert|emerg))$/;
