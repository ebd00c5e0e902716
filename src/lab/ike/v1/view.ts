/** The ISAKMP view is how show commands see the IKE SAs of IKEv1. Forms as published. [C] ike.md 7 */
import type { IkeShows } from '../endpoint.ts';
import { clockOf, remainingSeconds } from '../remaining.ts';
import type { Ikev1Endpoint } from './endpoint.ts';

export function isakmpShowsOf(endpoint: Ikev1Endpoint): IkeShows {
  return {
    showIsakmpSa: (isDetail) => (isDetail ? showIsakmpDetail(endpoint) : showIsakmp(endpoint)),
    showIkev2Sa: () => '',
    showIkev2Session: () => '',
  };
}

function showIsakmp({ ikeSas, address, remote }: Ikev1Endpoint): string {
  const rows = ikeSas.map(({ role, isUp, connId }) => {
    const [destination, source] = role === 'I' ? [remote, address] : [address, remote];
    return `${destination.padEnd(16)}${source.padEnd(16)}${(isUp ? 'QM_IDLE' : 'MM_NO_STATE').padEnd(15)}${String(connId).padStart(7)} ACTIVE`;
  });
  return [
    'IPv4 Crypto ISAKMP SA',
    'dst             src             state          conn-id status',
    ...rows,
    '',
    'IPv6 Crypto ISAKMP SA',
    '',
  ].join('\n');
}

function showIsakmpDetail(endpoint: Ikev1Endpoint): string {
  const { ikeSas, address, remote, traits, clock } = endpoint;
  const capabilities = traits.dpdSeconds === undefined ? ' ' : 'D';
  const rows = ikeSas.flatMap((ike) => [
    `${String(ike.connId).padEnd(6)}${address.padEnd(16)}${remote.padEnd(16)}       ACTIVE aes  sha256 psk  14 ${clockOf(remainingSeconds(clock.now(), ike))} ${capabilities}   `,
    `       Engine-id:Conn-id =  SW:${ike.connId - 1000}`,
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
