/** The IPsec family is the debug of the IPsec engine: SAs created, switched to, deleted. */
import { readIpsec } from './lines.ts';
import type { DebugFamily } from '../family.ts';

export const ipsec: DebugFamily = {
  id: 'ipsec',
  title: 'IPsec SAs',
  on: ['debug crypto ipsec'],
  off: ['no debug crypto ipsec'],
  // Crypto IPSEC debugging is on
  shown: [/^\s*Crypto IPSEC debugging is on/m],
  owns: (body) => body.startsWith('IPSEC(') || body.startsWith('IPSEC:'),
  read: readIpsec,
  samples: [
    'IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI DD8C4BB4',
    "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
    'IPSEC(create_sa): sa created,',
    'IPSEC:(SESSION ID = 5) (key_engine) request timer fired: count = 1,',
  ],
};
