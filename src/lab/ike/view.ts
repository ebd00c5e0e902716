/** A view is how a router's show commands see its end of the tunnel. Forms as published [C] ike.md 7; the slot of 12.4 is believed [B]. */
import type { TunnelView } from '../router.ts';
import { deleteChild, deleteIkeSa } from './deletion.ts';
import type { Endpoint } from './endpoint.ts';
import { type Direction, leftKilobytes } from './life.ts';
import type { ChildSa, IkeSa } from './sa.ts';
import { printSpi } from './wording.ts';

export function viewOf(endpoint: Endpoint): TunnelView {
  return {
    get peer() {
      return endpoint.remote;
    },
    showIpsecSa: (isDetail) => showIpsecSa(endpoint, isDetail),
    showIsakmpSa: (isDetail) => (isDetail ? showIsakmpDetail(endpoint) : showIsakmp(endpoint)),
    showSession: (isDetail) => showSession(endpoint, isDetail),
    showSpiLookup: () => showSpiLookup(endpoint),
    invalidSpis: () => endpoint.plane.invalid,
    hardExpired: () => endpoint.plane.hardExpired,
    clear: (what) => clear(endpoint, what),
  };
}

/** The peer is told while there is an IKE SA to tell it by. [L] */
function clear(endpoint: Endpoint, what: 'sa' | 'isakmp'): void {
  if (what === 'sa') for (const child of [...endpoint.childSas]) deleteChild(endpoint, child, { isTold: true });
  else for (const ike of [...endpoint.ikeSas]) deleteIkeSa(endpoint, ike, 'BY user command', { isTold: true });
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
    `    Crypto map tag: ${mapOf(endpoint)}, local addr ${address}`,
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

function mapOf({ traits }: Endpoint): string {
  return traits.tunnelInterface === undefined ? 'OUTSIDE' : `${traits.tunnelInterface}-head-0`;
}

function saLines(endpoint: Endpoint, child: ChildSa, direction: 'inbound' | 'outbound'): string[] {
  const connId = child.connIds[direction];
  return [
    `      spi: ${printSpi(child[direction])}`,
    `        transform: esp-256-aes ${endpoint.ledger.wording.is12 ? 'esp-sha-hmac' : 'esp-sha256-hmac'} ,`,
    '        in use settings ={Tunnel, }',
    `        conn id: ${connId}, flow_id: Onboard VPN:${connId - 2000}, sibling_flags 80000040, crypto map: ${mapOf(endpoint)}`,
    `        sa timing: remaining key lifetime (k/sec): (${leftKilobytes(endpoint, child, direction)}/${remainingSeconds(endpoint, child)})`,
    '        IV size: 16 bytes',
    '        replay detection support: Y',
    '        Status: ACTIVE(ACTIVE)',
  ];
}

function showIsakmp({ ikeSas, deletedIkeSas, address, remote, ledger }: Endpoint): string {
  const { is12 } = ledger.wording;
  const rows = [...ikeSas, ...deletedIkeSas].map((ike) => {
    const { role, connId } = ike;
    const [state, status] = deletedIkeSas.includes(ike) ? ['MM_NO_STATE', 'ACTIVE (deleted)'] : [stateOf(ike), 'ACTIVE'];
    const [destination, source] = role === 'I' ? [remote, address] : [address, remote];
    return `${destination.padEnd(16)}${source.padEnd(16)}${state.padEnd(15)}${String(connId).padStart(7)} ${is12 ? '   0 ' : ''}${status}`;
  });
  return [
    'IPv4 Crypto ISAKMP SA',
    `dst             src             state          conn-id ${is12 ? 'slot ' : ''}status`,
    ...rows,
    '',
    'IPv6 Crypto ISAKMP SA',
    '',
  ].join('\n');
}

/** By what it sent last. [C] ike.md 3.2 */
function stateOf({ isUp, sentStep }: IkeSa): string {
  if (isUp) return 'QM_IDLE';
  return ['MM_NO_STATE', 'MM_NO_STATE', 'MM_SA_SETUP', 'MM_SA_SETUP', 'MM_KEY_EXCH'][sentStep] ?? 'MM_KEY_EXCH';
}

function showIsakmpDetail(endpoint: Endpoint): string {
  const { ikeSas, address, remote, traits, ledger } = endpoint;
  const capabilities = traits.dpdSeconds === undefined ? ' ' : 'D';
  const rows = ikeSas.flatMap((ike) => [
    `${String(ike.connId).padEnd(6)}${address.padEnd(16)}${remote.padEnd(16)}       ACTIVE aes  ${ledger.wording.is12 ? 'sha    psk  5 ' : 'sha256 psk  14'} ${clockOf(remainingSeconds(endpoint, ike))} ${capabilities}   `,
    ledger.wording.is12
      ? `       Connection-id:Engine-id =  ${ike.connId}:1(software)`
      : `       Engine-id:Conn-id =  ${ike.isUp ? `SW:${ike.connId - 1000}` : '???'}`,
    '',
  ]);
  return [
    'Codes: C - IKE configuration mode, D - Dead Peer Detection',
    '       K - Keepalives, N - NAT-traversal',
    '       T - cTCP encapsulation, X - IKE Extended Authentication',
    '       psk - Preshared key, rsig - RSA signature',
    '       renc - RSA encryption',
    'IPv4 Crypto ISAKMP SA',
    '',
    'C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.',
    '',
    ...rows,
    'IPv6 Crypto ISAKMP SA',
    '',
  ].join('\n');
}

function showSession(endpoint: Endpoint, isDetail: boolean): string {
  const { address, remote, plane, childSas, ike, selectors, router, ledger } = endpoint;
  const ikeName = ledger.wording.is12 ? 'IKE' : 'IKEv1';
  const flow = selectors.protocol === 47 ? `47 host ${address} host ${remote}` : `ip ${selectors.mine} ${selectors.theirs}`;
  const current = childSas.at(-1);
  const lifeOf = (direction: Direction): string =>
    current === undefined ? '0/0' : `${leftKilobytes(endpoint, current, direction)}/${remainingSeconds(endpoint, current)}`;
  return [
    'Crypto session current status',
    '',
    `Interface: ${endpoint.traits.tunnelInterface ?? router.outside}`,
    `Session status: ${statusOf(endpoint)}`,
    `Peer: ${remote} port 500${isDetail ? ' fvrf: (none) ivrf: (none)' : ' '}`,
    ...(isDetail ? [`      Phase1_id: ${remote}`, '      Desc: (none)'] : []),
    ...(ike === undefined ? startingLines(endpoint, isDetail) : [`  ${ikeName} SA: local ${address}/500 remote ${remote}/500 Active `]),
    ...(isDetail && ike !== undefined
      ? [`          Capabilities:(none) connid:${ike.connId} lifetime:${clockOf(remainingSeconds(endpoint, ike))}`]
      : []),
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

/** IKE SAs that are not up yet have neither id nor life. [C] the published DOWN-NEGOTIATING */
function startingLines({ ikeSas, address, remote, ledger }: Endpoint, isDetail: boolean): string[] {
  const line = `  ${ledger.wording.is12 ? 'IKE' : 'IKEv1'} SA: local ${address}/500 remote ${remote}/500 Inactive `;
  return ikeSas.flatMap(() => (isDetail ? [line, '          Capabilities:(none) connid:0 lifetime:0'] : [line]));
}

/** UP-NO-IKE: child SAs without an IKE SA. [C] */
function statusOf({ childSas, ike, ikeSas }: Endpoint): string {
  if (childSas.length > 0) return ike === undefined ? 'UP-NO-IKE' : 'UP-ACTIVE';
  if (ike !== undefined) return 'UP-IDLE';
  return ikeSas.length > 0 ? 'DOWN-NEGOTIATING' : 'DOWN';
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

function remainingSeconds({ clock }: Endpoint, { bornAtMs, lifetimeSeconds }: ChildSa | IkeSa): number {
  return Math.max(0, Math.round(lifetimeSeconds - (clock.now() - bornAtMs) / 1000));
}

/** `05:50:03` */
function clockOf(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
