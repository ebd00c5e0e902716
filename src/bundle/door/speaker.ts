/** Who speaks is told by a line itself: by the router's name before it, or by the address that it calls its own. */
import type { LogLine } from '../../ios/log/entry.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { isSameAddress, readAddress } from '../../ipsec/address.ts';
import type { Tunnel } from '../../ipsec/peer.ts';
import { other, SIDES, type Side } from '../../ipsec/side.ts';
import { PROMPT_HOST } from './command-parts.ts';

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

const ADDRESS = '([0-9A-Fa-f]{0,4}[.:][0-9A-Fa-f.:]{2,44}?)';
const END = '(?::\\d{1,5}/|:\\d{1,5}\\b|[,;/\\])\\s]|$)';
/** The router's own address: `destaddr=192.0.2.1,`, `local= 192.0.2.1:0,`, `Sending Packet [To …/From 192.0.2.1:500/VRF`, `Received Packet [From …/To 192.0.2.1:500` */
export const OWN: readonly RegExp[] = [
  new RegExp(`invalid spi.{0,40}\\bdest_?addr= {0,2}${ADDRESS}${END}`, 'i'),
  new RegExp(`\\blocal(?: crypto endpt\\.:|=|:) {0,2}${ADDRESS}${END}`, 'i'),
  new RegExp(`\\bSending Packet \\[To \\S+/From ${ADDRESS}${END}`),
  new RegExp(`\\bReceived Packet \\[From \\S+/To ${ADDRESS}${END}`),
];
/** The peer's: `received packet from 198.51.100.1 dport 500`, `sending packet to 198.51.100.1 my_port 500`, `remote= 198.51.100.1:0` */
export const PEERS: readonly RegExp[] = [
  new RegExp(`\\b(?:received packet from|sending packet to) ${ADDRESS}${END}`),
  new RegExp(`\\bremote(?: crypto endpt\\.:|=|:) {0,2}${ADDRESS}${END}`, 'i'),
  new RegExp(`\\binvalid spi.{0,120}\\bsrc_?addr= {0,2}${ADDRESS}${END}`, 'i'),
];

/** Whose line it is by the addresses in it. */
export function sideByAddress(text: string, speakers: Speakers): Side | undefined {
  for (const pattern of OWN) {
    const side = sideOf(pattern.exec(text)?.[1], speakers);
    if (side !== undefined) return side;
  }
  for (const pattern of PEERS) {
    const side = sideOf(pattern.exec(text)?.[1], speakers);
    if (side !== undefined) return other(side);
  }
  return undefined;
}

function sideOf(text: string | undefined, speakers: Speakers): Side | undefined {
  if (text === undefined) return undefined;
  for (const [known, side] of speakers) if (isSameAddress(known, text)) return side;
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
    .split(/[\s<>[\]()]+|: /)
    .map((word) => word.replace(/:$/, ''))
    .filter((word) => (HOST.test(word) && !NO_HOST.test(word)) || readAddress(word) !== undefined)
    .map(bareName);
}

const HOST = /^[A-Za-z][\w.-]{1,62}$/;
/** Months, days of the week, zones and severities are none. */
const NO_HOST =
  /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|AM|PM|[A-Z]{2,5}|local\d|(?:local\d\.)?(?:debug|info|notice|warning|err|error|crit|alert|emerg))$/;
