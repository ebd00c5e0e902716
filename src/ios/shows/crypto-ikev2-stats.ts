/** `show crypto ikev2 stats` counts IKEv2 requests, and those that were rejected. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** `Incoming IKEv2 Requests: 2        accepted:    1        rejected:    1` [L] */
export const REQUESTS_ROW =
  /^\s{0,8}(?<name>(?:Incoming|Outgoing) (?:IKEv2|cookie challenged)[A-Za-z0-9 ]{0,40}?):\s{1,12}\d{1,12}\s{1,12}accepted:\s{1,12}\d{1,12}\s{1,12}rejected:\s{1,12}(?<rejected>\d{1,12})/i;

export const cryptoIkev2Stats: Show = {
  id: 'crypto-ikev2-stats',
  command: 'show crypto ikev2 stats',
  names: /^show_crypto_ikev2_stats/i,
  read: (text) => ({
    counters: shownEach(text, REQUESTS_ROW, ({ name, rejected }) => ({ name: `${name} rejected`, count: Number(rejected) })),
  }),
  samples: ['                          Crypto IKEv2 SA Statistics\nIncoming IKEv2 Requests: 2        accepted:    1        rejected:    1'],
};
