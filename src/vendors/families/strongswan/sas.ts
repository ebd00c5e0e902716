/** `swanctl --list-sas` lists each IKE SA of charon with its child SAs, as text or, with `--raw` or `--pretty`, as the message of vici. */
import { showLines } from '../../../ios/show-lines.ts';
import type { Show, Shown, ShownChildSa, ShownIkeSa, ShownState } from '../../../ios/shows/show.ts';
import { type Address, readAddress } from '../../../ipsec/address.ts';
import { parseHexSpi } from '../../../ipsec/spi.ts';
import { isVici, type ListedChild, type ListedIke, readVici } from './vici.ts';

/** `hq: #4, ESTABLISHED, IKEv2, 6fd55d95f66b4a67_i* cea64d4a303e0ca2_r`; the star is at its own end
 * [C] https://docs.strongswan.org/docs/latest/swanctl/swanctlListSas.html and src/swanctl/commands/list_sas.c; older releases print no SPIs */
export const IKE_ROW = /^(\S.{0,120}?): #(\d{1,10}), ([A-Z]{4,16}), IKEv([12])(?:, [0-9a-f]{1,16}_i(\*?) [0-9a-f]{1,16}_r\*?)?\s*$/;
/** `  remote 'hq' @ 192.0.2.1[4500] [10.0.0.1]` */
export const IKE_END = /^ {2}(local|remote) {1,2}'.{0,255}' @ (\S{1,60})\[\d{1,5}\]/;
/** `  established 2711s ago, rekeying in 11043s` */
export const ESTABLISHED = /^ {2}established (\d{1,10})s ago/;
/** `  net: #8, reqid 1, INSTALLED, TUNNEL-in-UDP, ESP:AES_GCM_16-256` */
export const CHILD_ROW = /^ {2}(\S.{0,120}?): #(\d{1,10}), (?:reqid (\d{1,10}), )?([A-Z]{4,16}), ([A-Za-z_-]{4,24}), (ESP|AH):/;
/** `    installed 310s ago, rekeying in 3097s, expires in 3650s`; it may be over by now: `expires in -3s` */
export const INSTALLED = /^ {4}installed \d{1,10}s ago(?:, rekeying in -?\d{1,10}s)?(?:, expires in (-?\d{1,10})s)?/;
/** `    in  c11fe004 (0x0000002a),   5860 bytes,    23 packets,    14s ago`, `    out 5d0a77e1/0012, …` */
export const SPI_ROW =
  /^ {4}(in|out) {1,2}([0-9a-f]{8})(?:\/[0-9a-f]{1,8})?(?: \(0x[0-9a-f/x]{1,24}\)|\|0x[0-9a-f/x]{1,24})*, {1,20}\d{1,20} bytes/;
/** `    local  10.2.0.0/16 10.3.0.0/16` */
export const SELECTORS = /^ {4}(local|remote) {1,2}(\S.{0,400})$/;

/** A child SA in another state is not made yet, or gone. [C] libcharon/sa/child_sa.h */
const HELD = /^(?:INSTALLED|UPDATING|REKEYING|REKEYED|DELETING)$/;
/** The same of an IKE SA. [C] libcharon/sa/ike_sa.h */
const UP = /^(?:ESTABLISHED|REKEYING|REKEYED)$/;

export const swanctlSas: Show = {
  id: 'swanctl-list-sas',
  command: 'swanctl --list-sas',
  names: /^show_swanctl_list_sas(?:_|\.|$)/i,
  read: (text) => stateOf(isVici(text) ? readVici(text) : readRows(text)),
  samples: [
    [
      'hq: #4, ESTABLISHED, IKEv2, 6fd55d95f66b4a67_i* cea64d4a303e0ca2_r',
      "  local  'branch' @ 198.51.100.1[4500]",
      "  remote 'hq' @ 192.0.2.1[4500]",
      '  established 2711s ago, rekeying in 11043s',
      '  net: #8, reqid 1, INSTALLED, TUNNEL-in-UDP, ESP:AES_GCM_16-256',
      '    installed 310s ago, rekeying in 3097s, expires in 3650s',
      '    in  c11fe004,   5860 bytes,    23 packets,    14s ago',
      '    out 5d0a77e1,   4794 bytes,    21 packets,     2s ago',
    ].join('\n'),
  ],
};

function readRows(text: string): ListedIke[] {
  const found: ListedIke[] = [];
  for (const place of showLines(text)) {
    const [, , , state = '', version = '', own] = IKE_ROW.exec(place.text) ?? [];
    if (version !== '')
      found.push({
        ...{ state, version, isInitiator: own === undefined ? undefined : own === '*', hosts: [], children: [] },
        ...{ remote: undefined, establishedSeconds: undefined, place },
      });
    const ike = found.at(-1);
    if (ike !== undefined) followIke(ike, place);
  }
  return found;
}

function followIke(ike: ListedIke, { line, text }: { line: number; text: string }): void {
  const [, end, host] = IKE_END.exec(text) ?? [];
  const address = readAddress(host);
  if (address !== undefined) ike.hosts.push(address);
  if (end === 'remote') ike.remote = address;
  const age = ESTABLISHED.exec(text)?.[1];
  if (age !== undefined) ike.establishedSeconds = Number(age);
  const [, , , reqid, state = '', , protocol = ''] = CHILD_ROW.exec(text) ?? [];
  if (protocol !== '')
    ike.children.push({ state, protocol, lifeSeconds: undefined, reqid: reqid === undefined ? undefined : Number(reqid), spis: [] });
  const child = ike.children.at(-1);
  if (child === undefined) return;
  const left = INSTALLED.exec(text)?.[1];
  if (left !== undefined) child.lifeSeconds = Number(left);
  const [, way, spi = ''] = SPI_ROW.exec(text) ?? [];
  if (way === 'in' || way === 'out') child.spis.push({ way, spi, line, text });
  const [, side, selectors] = SELECTORS.exec(text) ?? [];
  if (side === 'local') child.localSelectors = selectors;
  else if (side === 'remote') child.remoteSelectors = selectors;
}

function stateOf(listed: readonly ListedIke[]): ShownState {
  return {
    ikeSas: listed.map(({ state, version, hosts, isInitiator, establishedSeconds, place }): Shown<ShownIkeSa> => {
      const up = version === '1' ? 'QM_IDLE' : 'READY';
      const value = { state: UP.test(state) ? up : state, status: state, addresses: hosts, isInitiator, activeSeconds: establishedSeconds };
      return { value, ...place };
    }),
    // Of a responder that waits for anybody no child is this tunnel's.
    childSas: listed.flatMap(({ remote, children }) => (remote === undefined ? [] : children.flatMap((child) => childSas(child, remote)))),
  };
}

function childSas(
  { state, protocol, lifeSeconds, localSelectors, remoteSelectors, spis }: ListedChild,
  remote: Address,
): Shown<ShownChildSa>[] {
  if (!HELD.test(state) || protocol !== 'ESP') return [];
  return spis.flatMap(({ way, spi: printed, line, text }) => {
    const spi = parseHexSpi(printed);
    if (spi === undefined) return [];
    const direction = way === 'in' ? ('inbound' as const) : ('outbound' as const);
    const proxies = { localProxy: localSelectors, remoteProxy: remoteSelectors };
    return [{ value: { spi, direction, status: state, remainingSeconds: lifeSeconds, remote, ...proxies }, line, text }];
  });
}
