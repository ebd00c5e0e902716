/** The IPsec family is the debug of the IPsec engine: SAs created, switched to, deleted. */
import type { ConditionalFamily } from '../family.ts';
import { readIpsec } from './lines.ts';
import { endsWithinTuple, goesOnWithTuple } from './tuple.ts';

/** `IPSEC(create_sa):`, `IPSEC:(SESSION ID = 5)` */
export const IPSEC_START = /IPSEC:?\(/;

export const ipsec: ConditionalFamily = {
  id: 'ipsec',
  title: 'IPsec SAs',
  on: ['debug crypto ipsec'],
  off: ['no debug crypto ipsec'],
  // Crypto IPSEC debugging is on
  shown: [/^\s*Crypto IPSEC debugging is on/m],
  isConditional: true,
  // `(ipsec_process_proposal)Map Accepted: VPN, 10` is of the same debug, without its name. [L]
  prefixes: ['IPSEC(', 'IPSEC:', '(ipsec_process_proposal)'],
  start: IPSEC_START,
  goesOn: goesOnWithTuple,
  isCut: endsWithinTuple,
  read: readIpsec,
  samples: [
    'IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI DD8C4BB4',
    "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
    'IPSEC(create_sa): sa created,',
    'IPSEC:(SESSION ID = 5) (key_engine) request timer fired: count = 1,',
  ],
};
