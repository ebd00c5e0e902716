/** The pairs of selectors that `show crypto ipsec sa` lists, with or without SAs: whose they are, what they send with now, and what the path lets through. */
import { readAddress } from '../ipsec/address.ts';
import { parseHexSpi } from '../ipsec/spi.ts';
import { wholeInterfaceName } from './interface-name.ts';
import { type ShowLine, withoutAbsent } from './show-lines.ts';
import type { ShownSelectors } from './shown.ts';
import type { Shown } from './shows/show.ts';

/** `interface: Tunnel1`: a block begins */
export const BLOCK_INTERFACE = /^\s*interface: (\S+)/i;
/** `    Crypto map tag: Tunnel1-head-0, local addr 192.0.2.1` */
export const BLOCK_MAP = /^\s*Crypto map tag: ([^\s,]+)(?:, local addr (\S+))?/;
/** `   protected vrf: VRF_CLOUD_11`; `(none)` is the global table */
export const PROTECTED_VRF = /^\s*protected vrf: ?(\S+)/;
/** `   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)`, `   remote ident (…): (…)`, `  protected vrf: …` */
export const IDENT = /^\s*(local|remote) {1,4}ident \([^)]{1,60}\): \(([^)]{1,120})\)/;
/** `   current_peer 203.0.113.1 port 500`, at first `   current_peer: 203.0.113.1:500` [C] */
export const CURRENT_PEER = /^\s*current_peer:? (\S{2,60}?)(?:(?: port |(?<=\.\d{1,3}):)(\d{1,5}))?\s*$/;
/** `     PERMIT, flags={origin_is_acl,}` */
export const PAIR_FLAGS = /^\s*(?:PERMIT|DENY), flags=\{([^}]{0,120}?)[,\s]*\}/;
/** `     local crypto endpt.: 192.0.2.1, remote crypto endpt.: 198.51.100.1`, over two lines where the addresses are of IPv6 */
export const PAIR_END = /(local|remote) crypto endpt\.: ([^\s,]{2,60})/g;
/** `     plaintext mtu 1438, path mtu 1500, ip mtu 1500, ip mtu idb GigabitEthernet2`; before 15.0 `     path mtu 1500, media mtu 1500` */
export const PAIR_MTU = /\b(plaintext|path) mtu (\d{2,6})\b/g;
/** `     current outbound spi: 0xCD2CA569(3442255209)`, before 12.4 `     current outbound spi: 56ABE0AE` [C]; 0x0 or 0 where there is none */
export const CURRENT_OUTBOUND = /^\s*current outbound spi: ((?:0x)?[0-9A-Fa-f]{1,8})\b/;
/** `     PFS (Y/N): Y, DH group: group14`; `none` without */
export const PAIR_PFS = /^\s*PFS \(Y\/N\): ([YN])(?:, DH group: ([\w-]{1,20}))?/;

export class SelectorPairs {
  readonly pairs: Shown<ShownSelectors>[] = [];
  #block: Pick<ShownSelectors, 'interface' | 'cryptoMap' | 'local'> = {};
  #vrf: string | undefined;

  follow(line: ShowLine): void {
    const { text } = line;
    this.#followBlock(text);
    const [, end, proxy = ''] = IDENT.exec(text) ?? [];
    if (end === 'local') this.pairs.push({ value: withoutAbsent({ localProxy: proxy, vrf: this.#vrf, ...this.#block }), ...line });
    const pair = this.pairs.at(-1)?.value;
    if (pair === undefined) return;
    if (end === 'remote') pair.remoteProxy = proxy;
    Object.assign(pair, peerOf(text), pathOf(text));
  }

  #followBlock(text: string): void {
    const name = BLOCK_INTERFACE.exec(text)?.[1];
    if (name !== undefined) this.#block = { interface: wholeInterfaceName(name) };
    const [, cryptoMap, local] = BLOCK_MAP.exec(text) ?? [];
    if (cryptoMap !== undefined) this.#block = withoutAbsent({ ...this.#block, cryptoMap, local: readAddress(local) });
    const vrf = PROTECTED_VRF.exec(text)?.[1];
    if (vrf !== undefined) this.#vrf = vrf === '(none)' ? undefined : vrf;
  }
}

/** Behind a NAT the endpoint is where the packets go; the peer stands above it. */
function peerOf(text: string): Partial<ShownSelectors> {
  const [, peer, port] = CURRENT_PEER.exec(text) ?? [];
  const ends = new Map([...text.matchAll(PAIR_END)].map(([, side = '', address]) => [side, readAddress(address)]));
  const remote = readAddress(peer) ?? ends.get('remote');
  return withoutAbsent({ remote, remotePort: numberOf(port), local: ends.get('local'), flags: PAIR_FLAGS.exec(text)?.[1] });
}

function pathOf(text: string): Partial<ShownSelectors> {
  const mtu = new Map([...text.matchAll(PAIR_MTU)].map(([, which = '', bytes]) => [which, Number(bytes)]));
  const sends = parseHexSpi(CURRENT_OUTBOUND.exec(text)?.[1] ?? '');
  const [, pfs, group] = PAIR_PFS.exec(text) ?? [];
  return withoutAbsent({
    plaintextMtu: mtu.get('plaintext'),
    pathMtu: mtu.get('path'),
    outboundSpi: sends === undefined || Number(sends) === 0 ? undefined : sends,
    hasPfs: pfs === undefined ? undefined : pfs === 'Y',
    pfsGroup: group === 'none' ? undefined : group,
  });
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
