/** `show debugging` lists the debugs that are on. */
import { DEBUG_ON } from '../debugging.ts';
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

export const debugging: Show = {
  id: 'debugging',
  command: 'show debugging',
  names: /^show_debug/i,
  read: (text) => ({ debugs: shownEach(text, DEBUG_ON, ({ what = '' }) => what) }),
  samples: ['Cryptographic Subsystem:\n  Crypto ISAKMP debugging is on\n  Crypto IPSEC debugging is on'],
};
