/** The ISAKMP view is how show commands see the IKE SAs of IKEv1. Forms as published. [C] ike.md 7 */
import type { IkeShows } from '../endpoint.ts';
import { clockOf, remainingSeconds } from '../sa.ts';
import type { IkeSa, Ikev1End } from './end.ts';

export function isakmpShowsOf(endpoint: Ikev1End): IkeShows {
  return {
    showIsakmpSa: (isDetail) => (isDetail ? showIsakmpDetail(endpoint) : showIsakmp(endpoint)),
    showIkev2Sa: () => '',
    showIkev2Session: () => '',
  };
}

function showIsakmp({ ikeSas, deletedIkeSas, address, remote, is12 }: Ikev1End): string {
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

function showIsakmpDetail(endpoint: Ikev1End): string {
  const { ikeSas, address, remote, traits, clock, is12 } = endpoint;
  const capabilities = traits.dpdSeconds === undefined ? ' ' : 'D';
  const rows = ikeSas.flatMap((ike) => [
    `${String(ike.connId).padEnd(6)}${address.padEnd(16)}${remote.padEnd(16)}       ACTIVE aes  ${is12 ? 'sha    psk  5 ' : 'sha256 psk  14'} ${clockOf(remainingSeconds(clock.now(), ike))} ${capabilities}   `,
    is12
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
