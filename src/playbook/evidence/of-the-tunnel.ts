/** Evidence of the tunnel itself: its SAs, its IKE, the NHRP and the NAT between its ends. */
import type { Asked, Evidence, Scene } from './evidence.ts';

/** `core`: the SAs of this peer, by which a sender and a receiver are compared. [C] IOS Security Command Reference, the forms with a peer */
export const core: Evidence = {
  id: 'core',
  title: 'the SAs, the session, the way to the peer, and whether there is room for more',
  isFor: () => true,
  asks: (scene) => [
    // Whole where that is short: a peer that has moved is in it under its new address.
    { command: `show crypto ipsec sa ${scene.isHub ? `peer ${frontOf(scene)}${scene.remote} ` : ''}detail` },
    // It cannot be narrowed by a peer, and holds one line an SA.
    ...(scene.ike.includes(1) ? [{ command: 'show crypto isakmp sa detail', is: 'table' } as const] : []),
    { command: `show crypto session ${scene.isHub ? `remote ${scene.remote} ` : ''}detail` },
    { command: 'show crypto ipsec spi-lookup', is: 'table' },
    ...wayTo(scene),
    ...(scene.interface === undefined ? [] : [{ command: `show interfaces ${scene.interface}`, is: 'optional' } as const]),
    ...ROOM,
  ],
};

/** Whether there was room for one more SA: in the crypto hardware, and by the limits of call admission control, whose counters are of IKE and IPsec alike. [C] IOS Security Command Reference; Call Admission Control for IKE, 12.3(8)T */
const ROOM: readonly Asked[] = [
  { command: 'show crypto eli', is: 'optional' },
  { command: 'show crypto call admission statistics', is: 'optional' },
];

function wayTo({ remote, frontVrf }: Scene): Asked[] {
  const family = remote.includes(':') ? 'ipv6' : 'ip';
  return [{ command: `show ${family} route ${frontVrf === undefined ? '' : `vrf ${frontVrf} `}${remote}`, is: 'optional' }];
}

function frontOf({ frontVrf }: Scene): string {
  return frontVrf === undefined ? '' : `vrf ${frontVrf} `;
}

/** `ikev2`: its SAs with this peer, and the counters of its exchanges. [C] IOS Security Command Reference; [L] releases that lack the two last */
export const ikev2: Evidence = {
  id: 'ikev2',
  title: 'the IKEv2 SAs, its exchanges and its errors',
  isFor: ({ ike }) => ike.includes(2),
  asks: ({ remote, isHub }) => [
    { command: `show crypto ikev2 sa ${isHub ? `remote ${remote} ` : ''}detailed` },
    { command: 'show crypto ikev2 stats exchange detailed', is: 'optional' },
    { command: 'show crypto ikev2 diagnose error', is: 'optional' },
  ],
};

/** `dmvpn`: what NHRP has learned, at which addresses. */
export const dmvpn: Evidence = {
  id: 'dmvpn',
  title: 'DMVPN peers and NHRP mappings',
  isFor: ({ isMultipoint }) => isMultipoint,
  asks: () => [
    { command: 'show dmvpn detail', is: 'table' },
    { command: 'show ip nhrp', is: 'table' },
  ],
};

/** `nat`: the translations of the peer; a whole table would fill a flash. */
export const nat: Evidence = {
  id: 'nat',
  title: 'the NAT translations of the peer',
  isFor: ({ isBehindNat }) => isBehindNat,
  asks: ({ remote }) => [
    { command: `show ip nat translations | include ${remote.replaceAll('.', '[.]')}`, is: 'optional' },
    { command: 'show ip nat statistics', is: 'optional' },
  ],
};
