/** The NHRP family is how a DMVPN learns its peers' addresses; the crypto condition does not narrow it, so it is read and never armed. */
import type { DebugFamily } from './family.ts';

export const nhrp: DebugFamily = {
  id: 'nhrp',
  title: 'NHRP registrations and resolutions',
  on: ['debug nhrp'],
  off: ['no debug nhrp'],
  // NHRP protocol debugging is on [L]
  shown: [/^\s*NHRP protocol debugging is on/m],
  prefixes: ['NHRP'],
  start: /NHRP:/,
  // Its lines tell nothing of an SA; that they are there is known.
  read: () => undefined,
  samples: [
    'NHRP: Receive Registration Request via Tunnel0 vrf 0, packet size: 108',
    'NHRP: Send Registration Reply via Tunnel0 vrf 0, packet size: 128',
    'NHRP: Adding Tunnel Endpoints (VPN: 10.0.0.2, NBMA: 198.51.100.1)',
  ],
};
