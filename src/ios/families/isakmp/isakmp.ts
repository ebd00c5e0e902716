/** The ISAKMP family is IKEv1's debug: packets, states, payloads, deletes. */
import { readIsakmp } from './lines.ts';
import type { DebugFamily } from '../family.ts';

export const isakmp: DebugFamily = {
  id: 'isakmp',
  title: 'IKEv1 negotiation',
  on: ['debug crypto isakmp'],
  off: ['no debug crypto isakmp'],
  // Crypto ISAKMP debugging is on
  shown: [/^\s*Crypto ISAKMP debugging is on/m],
  owns: (body) => body.startsWith('ISAKMP'),
  read: readIsakmp,
  samples: [
    'ISAKMP (0:2): received packet from 198.51.100.1 dport 500 sport 500 Global (I) QM_IDLE      ',
    'ISAKMP:(0:1:SW:1):beginning Main Mode exchange',
    'ISAKMP-PAK: (1003):sending packet to 198.51.100.1 my_port 4500 peer_port 4786 (R) QM_IDLE      ',
    'ISAKMP-ERROR: (1003):phase 2 SA policy not acceptable! (local 192.0.2.1 remote 198.51.100.1)',
    'ISAKMP: set new node -418712520 to QM_IDLE',
    'ISAKMP : Scanning profiles for xauth ...',
  ],
};
