/** A view is how a router's show commands see its end of the tunnel. Forms as published [C] ike.md 7; the slot of 12.4 is believed [B]. */
import type { TunnelView } from '../device/tunnel-view.ts';
import { deleteChild } from './deletion.ts';
import type { Endpoint } from './endpoint.ts';
import { type Direction, leftKilobytes } from './life.ts';
import { type ChildSa, clockOf, remainingSeconds } from './sa.ts';
import { mapOf } from './traits.ts';
import { printSpi } from './tuple.ts';

export function viewOf(endpoint: Endpoint): TunnelView {
  return {
    get peer() {
      return endpoint.remote;
    },
    showIpsecSa: (isDetail) => showIpsecSa(endpoint, isDetail),
    ...endpoint.shows,
    showSession: (isDetail) => showSession(endpoint, isDetail),
    showSpiLookup: () => showSpiLookup(endpoint),
    invalidSpis: () => endpoint.plane.invalid,
    hardExpired: () => endpoint.plane.hardExpired,
    clear: (what) => clear(endpoint, what),
  };
}

/** The peer is told while there is an IKE SA to tell it by. [L] */
function clear(endpoint: Endpoint, what: 'sa' | 'isakmp' | 'ikev2' | 'ikev2 fast'): void {
  if (what === 'sa') for (const child of [...endpoint.childSas]) deleteChild(endpoint, child, { isTold: true });
  else if (what === 'isakmp' ? endpoint.version === 1 : endpoint.version === 2)
    endpoint.dropIke('BY user command', { isTold: what !== 'ikev2 fast' });
}

function showIpsecSa(endpoint: Endpoint, isDetail: boolean): string {
  const { address, remote, childSas, plane, selectors, router } = endpoint;
  const { encapsulated, decapsulated, invalid, outbound } = plane;
  const detail = [
    `    #pkts no sa (send) 0, #pkts invalid sa (rcv) ${invalid}`,
    '    #pkts encaps failed (send) 0, #pkts decaps failed (rcv) 0',
    '    #pkts invalid prot (recv) 0, #pkts verify failed: 0',
    '    #pkts invalid identity (recv) 0, #pkts invalid len (rcv) 0',
    '    #pkts replay rollover (send): 0, #pkts replay rollover (rcv) 0',
    '    ##pkts replay failed (rcv): 0',
    '    #pkts internal err (send): 0, #pkts internal err (recv) 0',
  ];
  return [
    '',
    `interface: ${endpoint.traits.tunnelInterface ?? router.outside}`,
    `    Crypto map tag: ${mapOf(endpoint.traits)}, local addr ${address}`,
    '',
    '   protected vrf: (none)',
    `   local  ident (addr/mask/prot/port): (${selectors.mine}/${selectors.protocol ?? 0}/0)`,
    `   remote ident (addr/mask/prot/port): (${selectors.theirs}/${selectors.protocol ?? 0}/0)`,
    `   current_peer ${remote} port 500`,
    '     PERMIT, flags={origin_is_acl,}',
    `    #pkts encaps: ${encapsulated}, #pkts encrypt: ${encapsulated}, #pkts digest: ${encapsulated}`,
    `    #pkts decaps: ${decapsulated}, #pkts decrypt: ${decapsulated}, #pkts verify: ${decapsulated}`,
    '    #pkts compressed: 0, #pkts decompressed: 0',
    '    #pkts not compressed: 0, #pkts compr. failed: 0',
    '    #pkts not decompressed: 0, #pkts decompress failed: 0',
    ...(isDetail ? detail : [`    #send errors 0, #recv errors ${invalid}`]),
    '',
    `     local crypto endpt.: ${address}, remote crypto endpt.: ${remote}`,
    `     plaintext mtu 1438, path mtu 1500, ip mtu 1500, ip mtu idb ${router.outside}`,
    `     current outbound spi: ${outbound === undefined ? '0x0(0)' : printSpi(outbound)}`,
    '     PFS (Y/N): N, DH group: none',
    '',
    '     inbound esp sas:',
    ...childSas.flatMap((child) => saLines(endpoint, child, 'inbound')),
    '',
    '     inbound ah sas:',
    '',
    '     inbound pcp sas:',
    '',
    '     outbound esp sas:',
    ...childSas.flatMap((child) => saLines(endpoint, child, 'outbound')),
    '',
    '     outbound ah sas:',
    '',
    '     outbound pcp sas:',
  ].join('\n');
}

function saLines(endpoint: Endpoint, child: ChildSa, direction: 'inbound' | 'outbound'): string[] {
  const connId = child.connIds[direction];
  const { clock } = endpoint;
  return [
    `      spi: ${printSpi(child[direction])}`,
    `        transform: esp-256-aes ${endpoint.is12 ? 'esp-sha-hmac' : 'esp-sha256-hmac'} ,`,
    '        in use settings ={Tunnel, }',
    `        conn id: ${connId}, flow_id: Onboard VPN:${connId - 2000}, sibling_flags 80000040, crypto map: ${mapOf(endpoint.traits)}`,
    `        sa timing: remaining key lifetime (k/sec): (${leftKilobytes(endpoint, child, direction)}/${remainingSeconds(clock.now(), child)})`,
    '        IV size: 16 bytes',
    '        replay detection support: Y',
    '        Status: ACTIVE(ACTIVE)',
  ];
}

function showSession(endpoint: Endpoint, isDetail: boolean): string {
  const { address, remote, ports, plane, childSas, selectors, router, clock } = endpoint;
  const flow = selectors.protocol === 47 ? `47 host ${address} host ${remote}` : `ip ${selectors.mine} ${selectors.theirs}`;
  const current = childSas.at(-1);
  const lifeOf = (direction: Direction): string =>
    current === undefined ? '0/0' : `${leftKilobytes(endpoint, current, direction)}/${remainingSeconds(clock.now(), current)}`;
  return [
    'Crypto session current status',
    '',
    `Interface: ${endpoint.traits.tunnelInterface ?? router.outside}`,
    `Session status: ${statusOf(endpoint)}`,
    `Peer: ${remote} port ${ports.peer}${isDetail ? ' fvrf: (none) ivrf: (none)' : ' '}`,
    ...(isDetail ? [`      Phase1_id: ${remote}`, '      Desc: (none)'] : []),
    ...ikeLines(endpoint, isDetail),
    `  IPSEC FLOW: permit ${flow} `,
    `        Active SAs: ${childSas.length * 2}, origin: crypto map`,
    ...(isDetail
      ? [
          `        Inbound:  #pkts dec'ed ${plane.decapsulated} drop ${plane.invalid} life (KB/Sec) ${lifeOf('inbound')}`,
          `        Outbound: #pkts enc'ed ${plane.encapsulated} drop 0 life (KB/Sec) ${lifeOf('outbound')}`,
        ]
      : []),
  ].join('\n');
}

/** IKEv2 has a session id above its line; 12.4 knows one version alone. [C] */
function ikeLines(endpoint: Endpoint, isDetail: boolean): string[] {
  const { address, remote, ports, version, clock, is12 } = endpoint;
  const ike = endpoint.summary();
  const line = `  ${is12 ? 'IKE' : `IKEv${version}`} SA: local ${address}/${ports.own} remote ${remote}/${ports.peer} `;
  if (ike === undefined) return endpoint.isStarting() ? startingLines(line, isDetail) : [];
  const { connId, sessionId } = ike;
  return [
    ...(sessionId === undefined ? [] : [`  Session ID: ${sessionId}  `]),
    `${line}Active `,
    ...(isDetail ? [`          Capabilities:(none) connid:${connId} lifetime:${clockOf(remainingSeconds(clock.now(), ike))}`] : []),
  ];
}

/** An IKE SA that is not up yet has neither id nor life. [C] the published DOWN-NEGOTIATING */
function startingLines(line: string, isDetail: boolean): string[] {
  return [`${line}Inactive `, ...(isDetail ? ['          Capabilities:(none) connid:0 lifetime:0'] : [])];
}

/** UP-NO-IKE: child SAs without an IKE SA. [C] */
function statusOf(endpoint: Endpoint): string {
  const hasIke = endpoint.summary() !== undefined;
  if (endpoint.childSas.length > 0) return hasIke ? 'UP-ACTIVE' : 'UP-NO-IKE';
  if (hasIke) return 'UP-IDLE';
  return endpoint.isStarting() ? 'DOWN-NEGOTIATING' : 'DOWN';
}

function showSpiLookup({ plane, address, remote }: Endpoint): string {
  const rows = [...plane.inbound].flatMap((spi, index) => [
    `${spi.toString(16).toUpperCase().padStart(8, '0')} ipsec ${address.padEnd(23)} type`,
    `${(0x40003352 + index).toString(16).toUpperCase()} 0    ${remote.padEnd(23)} 566`,
  ]);
  return [
    'Active SPI table',
    '     SPI Prot Local Address            Type',
    '  Handle VRF  Remote Address           IDB',
    ...rows,
    '',
    'Transient SPI table',
    '     SPI   HANDLE R Time created',
  ].join('\n');
}
