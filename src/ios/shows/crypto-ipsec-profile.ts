/** `show crypto ipsec profile` lists the IPsec profiles with their lifetimes. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** `IPSEC profile DMVPN` [C] */
export const PROFILE_NAME = /^\s{0,4}IPSEC profile (?<name>\S{1,80})/i;
/** `\tSecurity association lifetime: 4608000 kilobytes/3600 seconds` [C] */
export const PROFILE_LIFETIME = /Security association lifetime: (?<kilobytes>\d{1,12}) kilobytes\/(?<seconds>\d{1,9}) seconds/i;

export const cryptoIpsecProfile: Show = {
  id: 'crypto-ipsec-profile',
  command: 'show crypto ipsec profile',
  names: /^show_crypto_ipsec_profile/i,
  read: (text) => ({
    profiles: shownEach(text, PROFILE_NAME, ({ name = '' }) => name),
    ipsecLifetimeSeconds: shownEach(text, PROFILE_LIFETIME, ({ seconds }) => Number(seconds))[0],
    ipsecLifetimeKilobytes: shownEach(text, PROFILE_LIFETIME, ({ kilobytes }) => Number(kilobytes))[0],
  }),
  samples: ['IPSEC profile DMVPN\n\tSecurity association lifetime: 4608000 kilobytes/3600 seconds\n\tResponder-Only (Y/N): N'],
};
