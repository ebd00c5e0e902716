/** `show crypto ikev2 stats` counts IKEv2 SAs and requests, and those that were rejected. */
import { shownCounters } from '../shown-counters.ts';
import type { Show } from './show.ts';

export const cryptoIkev2Stats: Show = {
  id: 'crypto-ikev2-stats',
  command: 'show crypto ikev2 stats',
  names: /^show_crypto_ikev2_stats/i,
  read: (text) => ({ counters: shownCounters(text) }),
  samples: [
    '                          Crypto IKEv2 SA Statistics\nIncoming IKEv2 Requests: 2        accepted:    1        rejected:    1',
    'Total incoming IKEv2 SA Count:    0        active:        0        negotiating: 0',
  ],
};
