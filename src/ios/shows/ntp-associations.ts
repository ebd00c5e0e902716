/** `show ntp associations` says whether the device follows a time server. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** `*~203.0.113.2     .GPS.            1     23     64   377  1.000  -0.500  1.001`: the star is the server that is followed. [C] */
export const FOLLOWED_SERVER = /^(?<mark>[*#+x. -])~?\s{0,2}(?<server>[0-9A-Fa-f.:]{2,45})\s{1,20}\S{1,45}\s{1,12}\d{1,2}\s/;

export const ntpAssociations: Show = {
  id: 'ntp-associations',
  command: 'show ntp associations',
  names: /^show_ntp_assoc/i,
  read: (text) => ({ isNtpSynchronised: shownEach(text, FOLLOWED_SERVER, ({ mark }) => mark === '*').find(({ value }) => value) }),
  samples: [
    '  address         ref clock       st   when   poll reach  delay  offset   disp\n*~203.0.113.2     .GPS.            1     23     64   377  1.000  -0.500  1.001\n * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured',
  ],
};
