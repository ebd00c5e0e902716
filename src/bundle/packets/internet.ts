/** From a frame to its internet packet: the link's header off, tags of VLANs too, then IPv4 or IPv6 down to what it carries. */
import { type Address, readAddress } from '../../ipsec/address.ts';
import { u16 } from '../bytes.ts';
import type { Frame } from './frame.ts';

export interface InternetPacket {
  source: Address;
  destination: Address;
  protocol: number;
  payload: Uint8Array;
  /** Null when it is whole; of a piece, where it begins. */
  fragmentAt: number | null;
}

/** [C] https://www.tcpdump.org/linktypes.html */
const LINKS: Readonly<Record<number, (bytes: Uint8Array) => Uint8Array | undefined>> = {
  // BSD loopback: the family in the order of bytes of whoever captured; the version follows anyway.
  0: (bytes) => bytes.subarray(4),
  1: (bytes) => behindType(bytes, 12),
  12: (bytes) => bytes,
  14: (bytes) => bytes,
  101: (bytes) => bytes,
  // Linux cooked, version 1 and 2.
  113: (bytes) => behindType(bytes, 14),
  228: (bytes) => bytes,
  229: (bytes) => bytes,
  276: (bytes) => ofType(bytes, 0, 20),
};
const VLAN_TYPES = [0x8100, 0x88a8, 0x9100];
const INTERNET_TYPES = [0x0800, 0x86dd];
/** More tags than any network stacks. */
const TAGS_MAX = 4;

/** `other`: no internet packet at all, `unread`: too short, or of a link that is not known. */
export function internetOf({ link, bytes }: Frame): InternetPacket | 'other' | 'unread' {
  const strip = LINKS[link];
  const packet = strip?.(bytes);
  if (strip === undefined) return 'unread';
  if (packet === undefined) return 'other';
  const version = (packet[0] ?? 0) >> 4;
  return (version === 4 ? ipv4(packet) : version === 6 ? ipv6(packet) : undefined) ?? 'unread';
}

/** What follows a type, past the tags of VLANs. */
function behindType(bytes: Uint8Array, typeAt: number): Uint8Array | undefined {
  let at = typeAt;
  for (let tags = 0; tags < TAGS_MAX && at + 2 <= bytes.length && VLAN_TYPES.includes(u16(bytes, at)); tags += 1) at += 4;
  return ofType(bytes, at, at + 2);
}

function ofType(bytes: Uint8Array, typeAt: number, packetAt: number): Uint8Array | undefined {
  if (packetAt > bytes.length) return new Uint8Array();
  return INTERNET_TYPES.includes(u16(bytes, typeAt)) ? bytes.subarray(packetAt) : undefined;
}

/** [C] RFC 791 3.1. Padding of a short Ethernet frame is no payload; a length of 0 is that of a card that divides the packet itself. */
function ipv4(bytes: Uint8Array): InternetPacket | undefined {
  const headerBytes = ((bytes[0] ?? 0) & 0x0f) * 4;
  if (headerBytes < 20 || bytes.length < headerBytes) return undefined;
  const totalBytes = u16(bytes, 2);
  if (totalBytes !== 0 && totalBytes < headerBytes) return undefined;
  const piece = u16(bytes, 6);
  const isPiece = (piece & 0x3fff) !== 0;
  const [source, destination] = [addressOf(bytes.subarray(12, 16)), addressOf(bytes.subarray(16, 20))];
  if (source === undefined || destination === undefined) return undefined;
  const payload = bytes.subarray(headerBytes, totalBytes === 0 ? bytes.length : totalBytes);
  return { source, destination, protocol: bytes[9] ?? 0, payload, fragmentAt: isPiece ? (piece & 0x1fff) * 8 : null };
}

const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const DESTINATION = 60;
const EXTENSIONS_MAX = 8;

/** [C] RFC 8200 4 */
function ipv6(bytes: Uint8Array): InternetPacket | undefined {
  if (bytes.length < 40) return undefined;
  const [source, destination] = [addressOf(bytes.subarray(8, 24)), addressOf(bytes.subarray(24, 40))];
  if (source === undefined || destination === undefined) return undefined;
  let protocol = bytes[6] ?? 0;
  let at = 40;
  let fragmentAt: number | null = null;
  for (let count = 0; count < EXTENSIONS_MAX && [HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION].includes(protocol); count += 1) {
    if (at + 8 > bytes.length) return undefined;
    if (protocol === FRAGMENT) fragmentAt = u16(bytes, at + 2) & 0xfff8;
    const lengthBytes = protocol === FRAGMENT ? 8 : ((bytes[at + 1] ?? 0) + 1) * 8;
    const isLater = fragmentAt !== null && fragmentAt > 0;
    protocol = bytes[at] ?? 0;
    at += lengthBytes;
    // What follows in a later piece is no header.
    if (isLater) break;
  }
  return { source, destination, protocol, payload: bytes.subarray(at), fragmentAt };
}

function addressOf(bytes: Uint8Array): Address | undefined {
  if (bytes.length === 4) return readAddress([...bytes].join('.'));
  return readAddress([...Array(8).keys()].map((index) => u16(bytes, index * 2).toString(16)).join(':'));
}
