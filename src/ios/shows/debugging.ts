/** `show debugging` lists the debugs that are on. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** `Crypto ISAKMP debugging is on` [C] */
export const DEBUG_ON = /^\s{0,8}(?<debug>\S.{0,120}?) debugging is on\b/;

export const debugging: Show = {
  id: 'debugging',
  command: 'show debugging',
  names: /^show_debug/i,
  read: (text) => ({ debugs: shownEach(text, DEBUG_ON, ({ debug = '' }) => debug) }),
  samples: ['Cryptographic Subsystem:\n  Crypto ISAKMP debugging is on\n  Crypto IPSEC debugging is on'],
};
