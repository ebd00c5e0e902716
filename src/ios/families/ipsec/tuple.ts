/** An IPsec tuple is the block of `name= value` pairs behind a debug line or in an event trace: which SA is meant, and between whom. */
import { type Address, isSameAddress, readAddress } from '../../../ipsec/address.ts';
import { type EspSpi, parseDecimalSpi, parseHexSpi } from '../../../ipsec/spi.ts';

export interface IpsecTuple {
  spi?: EspSpi | undefined;
  destination?: Address | undefined;
  local?: Address | undefined;
  remote?: Address | undefined;
  localProxy?: string | undefined;
  remoteProxy?: string | undefined;
  lifetimeSeconds?: number | undefined;
  lifetimeKilobytes?: number | undefined;
}

/** `sa_dest= 12.1.1.2`, in traces `sa_dest = 30.1.1.1` */
export const SA_DEST = /\bsa_dest ?= ?([^\s,]+)/;
/** `sa_spi= 0x5E39E570(1580852592)`, `spi= 0xE06FF44(235339588)`; where something was typed into the first figure, the second counts */
export const SPI_FIELD = /\b(?:sa_)?spi ?= ?(?:0x([0-9A-Fa-f]{1,8})\b)?(?:[^\s,()]{0,40}\((\d{1,10})\))?/;
/** `local= 192.0.2.1:0`, `OUTBOUND local= 12.1.1.2`, in traces `loc: 30.1.1.1` */
export const LOCAL_FIELD = /(?:\blocal ?= ?|\bloc: )([^\s,]+)/;
/** `remote= 198.51.100.1:0`, in traces `rem: 30.1.1.2` */
export const REMOTE_FIELD = /(?:\bremote ?= ?|\brem: )([^\s,]+)/;
/** `local_proxy= 2.2.2.0/255.255.255.0/0/0 (type=4)`, in traces `l_proxy: 0.0.0.0/0/256` */
export const LOCAL_PROXY = /(?:\blocal_proxy ?= ?|\bl_proxy: )([^\s,]+)/;
export const REMOTE_PROXY = /(?:\bremote_proxy ?= ?|\br_proxy: )([^\s,]+)/;
/** `(key eng. msg.) src= 192.0.2.1, dest= 198.51.100.1,`, for an inbound SA `dest= 192.0.2.1, src= 198.51.100.1`: 12.2 names its own end first. [C tech note 5409] */
export const FORMER_ENDS = /\b(?:src= ?([^\s,]+), dest= ?|dest= ?([^\s,]+), src= ?)([^\s,]+)/;
/** `src_proxy= 192.168.1.0/255.255.255.0/0/0 (type=4), dest_proxy= …`, in the same order */
export const FORMER_PROXIES = /\b(?:src_proxy= ?([^\s,]+).{0,20}?dest_proxy= ?|dest_proxy= ?([^\s,]+).{0,20}?src_proxy= ?)([^\s,]+)/;
/** `lifedur= 3600s and 4608000kb` */
export const LIFEDUR = /\blifedur ?= ?(\d+)s and (\d+)kb/;
/** `sa_lifetime(k/sec)= (4608000/3600)` */
export const SA_LIFETIME = /\bsa_lifetime\(k\/sec\) ?= ?\((\d+)\/(\d+)\)/;

export function readTuple(text: string): IpsecTuple {
  const tuple: IpsecTuple = {};
  const spi = found('spi', SPI_FIELD, text);
  if (spi !== null) tuple.spi = wholeSpi(spi[1], spi[2]);
  tuple.destination = addressOf(found('sa_dest', SA_DEST, text)?.[1]);
  const former = found('src=', FORMER_ENDS, text);
  tuple.local = endOf(found('loc', LOCAL_FIELD, text)?.[1] ?? former?.[1] ?? former?.[2]);
  tuple.remote = endOf(found('rem', REMOTE_FIELD, text)?.[1] ?? former?.[3]);
  const proxies = found('src_proxy=', FORMER_PROXIES, text);
  tuple.localProxy = found('l_proxy', LOCAL_PROXY, text)?.[1] ?? proxies?.[1] ?? proxies?.[2];
  tuple.remoteProxy = found('_proxy', REMOTE_PROXY, text)?.[1] ?? proxies?.[3];
  readLifetimes(text, tuple);
  return tuple;
}

/** Behind the hexadecimal IOS prints the decimal: fewer than eight figures without it, or with another, are a part of the SPI, broken off at the edge of a screen. [C] */
function wholeSpi(hexadecimal: string | undefined, decimal: string | undefined): EspSpi | undefined {
  const [shown, told] = [parseHexSpi(hexadecimal ?? ''), parseDecimalSpi(decimal ?? '')];
  return hexadecimal?.length === SPI_FIGURES || shown === told ? shown : told;
}

const SPI_FIGURES = 8;

function readLifetimes(text: string, tuple: IpsecTuple): void {
  const lifedur = found('lifedur', LIFEDUR, text);
  const lifetime = found('sa_lifetime(', SA_LIFETIME, text);
  const seconds = lifedur?.[1] ?? lifetime?.[2];
  const kilobytes = lifedur?.[2] ?? lifetime?.[1];
  if (seconds !== undefined) tuple.lifetimeSeconds = Number(seconds);
  if (kilobytes !== undefined) tuple.lifetimeKilobytes = Number(kilobytes);
}

/** That a word is not there is found out sooner than that a pattern with it is not. */
function found(word: string, pattern: RegExp, text: string): RegExpExecArray | null {
  return text.includes(word) ? pattern.exec(text) : null;
}

/** sa_dest equal to identity local is inbound, equal to identity remote is outbound. [C] */
export function wayOf({ destination, local, remote }: IpsecTuple): 'inbound' | 'outbound' | undefined {
  if (isSameAddress(destination, local)) return 'inbound';
  return isSameAddress(destination, remote) ? 'outbound' : undefined;
}

/** An end is printed with its port; behind IPv6 only the ports that IKE has are taken for one. `2001:db8:1::1:500` [U ike.md 12: no raw sample] */
const IPV6_PORT = /^([0-9A-Fa-f:]+):(?:0|500|4500)$/;

function endOf(printed: string | undefined): Address | undefined {
  if (printed === undefined) return undefined;
  return readAddress(IPV6_PORT.exec(printed)?.[1]) ?? addressOf(printed);
}

const IPV4_PORT = /^\d+\.\d+\.\d+\.\d+:\d+$/;

/** `192.0.2.1:500` without its port; undefined for masked or damaged text. */
export function addressOf(printed: string | undefined): Address | undefined {
  const colon = printed?.indexOf(':') ?? -1;
  const isWithPort = printed !== undefined && colon !== -1 && IPV4_PORT.test(printed);
  return readAddress(isWithPort ? printed.slice(0, colon) : printed);
}

/** In a paste that lost its blanks: `(key eng. msg.) INBOUND local= 192.0.2.1, …`, `local_proxy= …`, `spi= 0x0(0), …` */
export const TUPLE_LINE = /^(?:\((?:key eng\. msg\.|sa|identity)\)|[a-z][a-z_]*(?:\(k\/sec\))? ?= ?)/;
const TUPLE_BEGUN = /\((?:sa|key eng\. msg\.)\)/;

/** A tuple goes on with its next pair, and with anything behind a comma. */
export function goesOnWithTuple(body: string, line: string): boolean {
  return TUPLE_LINE.test(line) || body.trimEnd().endsWith(',');
}

export function endsWithinTuple(body: string): boolean {
  return body.trimEnd().endsWith(',') && TUPLE_BEGUN.test(body);
}
