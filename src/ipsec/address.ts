/** An address is one text for one IPv4 or IPv6 address, however it was printed; here alone two of them, or one and a network, are compared. */
import ipaddr from 'ipaddr.js';

declare const address: unique symbol;
declare const network: unique symbol;
/** `192.0.2.1`, `2001:db8::1`: the one spelling of RFC 5952, an IPv4-mapped one as IPv4. Made by `readAddress`; plain JSON. */
export type Address = string & { readonly [address]: true };
/** `198.51.100.0/24`, `2001:db8::/32`; `10.0.0.1/255.0.0.255` where the mask has holes, as IOS takes it. */
export type Network = string & { readonly [network]: true };
/** Whom a configuration lets be the peer. */
export type AddressRange = Address | Network | 'any';

/** Nearly every address of a log is spelled so. */
const PLAIN_IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
/** `192.000.002.001` */
const PADDED_IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
/** `2001:DB8::1`, `::FFFF:192.0.2.1` */
const IPV6 = /^[0-9a-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?$/i;
/** The unspecified address stands for everybody. [C] RFC 4291 2.5.2 */
const ANYBODY = /^(?:0\.0\.0\.0|::)$/;

/** The address that the text is; undefined for a masked (`x.x.x.x`, `Z.Z.Z.Z`) or damaged one, and for a name. */
export function readAddress(text: string | undefined): Address | undefined {
  if (text === undefined) return undefined;
  if (PLAIN_IPV4.test(text)) return text as Address;
  if (PADDED_IPV4.test(text)) {
    const plain = text.split('.').map(Number).join('.');
    return PLAIN_IPV4.test(plain) ? (plain as Address) : undefined;
  }
  return IPV6.test(text) ? readIpv6(text) : undefined;
}

/** One log has few peers, and names them in every line. */
const SPELLINGS = new Map<string, Address | undefined>();
const SPELLINGS_MAX = 1000;

function readIpv6(text: string): Address | undefined {
  if (SPELLINGS.has(text)) return SPELLINGS.get(text);
  if (SPELLINGS.size >= SPELLINGS_MAX) SPELLINGS.clear();
  const read = ipaddr.IPv6.isValid(text) ? spell(ipaddr.IPv6.parse(text)) : undefined;
  SPELLINGS.set(text, read);
  return read;
}

function spell(read: ipaddr.IPv6): Address {
  return (read.isIPv4MappedAddress() ? read.toIPv4Address().toString() : read.toRFC5952String()) as Address;
}

/** The address that a text is known to be. */
export function toAddress(text: string): Address {
  const read = readAddress(text);
  if (read === undefined) throw new RangeError(`${text} is not an address`);
  return read;
}

/** Of a peer whose address was masked: no text is ever read as it, and in a command it stands for what has to be put there. */
export function placeholderOf(name: string): Address {
  return `ADDRESS-OF-${name.toUpperCase()}` as Address;
}

/** True for a whole IPv4 or IPv6 address, in whatever spelling. */
export function isAddress(text: string | undefined): text is string {
  return readAddress(text) !== undefined;
}

/** True when both are whole and name the same address; texts that were never read are compared as what they mean. */
export function isSameAddress(one: string | undefined, two: string | undefined): boolean {
  const read = readAddress(one);
  return read !== undefined && read === readAddress(two);
}

/** True when both are known, and are not the same: of what is not known nothing is said. */
export function isOtherAddress(one: Address | undefined, two: Address | undefined): boolean {
  return one !== undefined && two !== undefined && !isSameAddress(one, two);
}

/** Those of the texts that are whole addresses. */
export function addressesOf(...texts: readonly (string | undefined)[]): Address[] {
  return texts.flatMap((text) => readAddress(text) ?? []);
}

/** `198.51.100.1`; `198.51.100.0` with its mask `255.255.255.0`; `2001:db8::/64`; `0.0.0.0`, `::/0`, `any`. Undefined for a name. */
export function readRange(text: string, mask?: string): AddressRange | undefined {
  const [bare = '', length] = text.split('/');
  const found = readAddress(bare);
  if (found === undefined) return text === 'any' ? 'any' : undefined;
  const width = mask ?? length;
  if (width === undefined && ANYBODY.test(found)) return 'any';
  const bits = maskOf(width, bytesOf(found)?.length ?? 0);
  if (bits === undefined || bits.every((byte) => byte === WHOLE)) return found;
  return bits.every((byte) => byte === 0) ? 'any' : spellNetwork(found, bits);
}

/** True of everybody. */
export function isAny(range: AddressRange): boolean {
  return range === 'any';
}

/** True when the address lies in the range; an address that is not known may lie in none. */
export function isWithin(range: AddressRange, wanted: Address | undefined): boolean {
  if (wanted === undefined) return false;
  if (isAny(range) || range === (wanted as string)) return true;
  const [bare = '', width] = range.split('/');
  const [own, asked] = [bytesOf(bare), bytesOf(wanted)];
  if (width === undefined || own === undefined || asked === undefined || own.length !== asked.length) return false;
  const mask = maskOf(width, own.length) ?? [];
  return own.every((byte, index) => ((byte ^ (asked[index] ?? 0)) & (mask[index] ?? WHOLE)) === 0);
}

const WHOLE = 255;

function bytesOf(text: string): number[] | undefined {
  const read = readAddress(text);
  return read === undefined ? undefined : ipaddr.parse(read).toByteArray();
}

/** Bit by bit; undefined without a mask, or with one that is none: then the address stands alone. */
function maskOf(width: string | undefined, bytes: number): number[] | undefined {
  if (width === undefined) return undefined;
  const mask = bytesOf(width);
  if (!/^\d{1,3}$/.test(width)) return mask?.length === bytes ? mask : undefined;
  return Array.from({ length: bytes }, (_byte, index) => WHOLE & (WHOLE << (8 - Math.min(8, Math.max(0, Number(width) - 8 * index)))));
}

/** The bits that the mask leaves open are 0, so that one network is one text too. */
function spellNetwork(from: Address, mask: readonly number[]): Network {
  const bytes = (bytesOf(from) ?? []).map((byte, index) => byte & (mask[index] ?? WHOLE));
  const length = prefixLength(mask);
  const width = length ?? ipaddr.fromByteArray([...mask]).toString();
  return `${readAddress(ipaddr.fromByteArray(bytes).toString())}/${width}` as Network;
}

/** How many bits stand before the first hole; undefined when others stand behind it. */
function prefixLength(mask: readonly number[]): number | undefined {
  const bits = mask.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const length = bits.indexOf('0');
  return bits.includes('1', length) ? undefined : length;
}

/** That of a peer whose address changes, as a playbook and its plan say it where another peer has its address. */
export const DYNAMIC = 'dynamic' as Address;

export function isDynamic(address: string): boolean {
  return address === DYNAMIC;
}

/** `10.0.0.1`, `172.16.0.1`, `192.168.1.1`, `100.64.0.1`, `fd00::1`: RFC 1918, RFC 6598, RFC 4193. [C] */
const PRIVATE = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/i;

export function isPrivate(address: string): boolean {
  return PRIVATE.test(address);
}
