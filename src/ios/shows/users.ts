/** `show users` says who holds which terminal line. */
import { shownEach } from '../shown-each.ts';
import type { Show } from './show.ts';

/** `*  2 vty 0     ops        idle                 00:00:00 192.0.2.9` [C] */
export const LINE_IN_USE = /^ {0,4}\*? {0,6}\d{1,5} (?<line>(?:con|aux|vty|tty) \d{1,4}) {1,12}(?<user>\S{1,64}) /;

export const users: Show = {
  id: 'users',
  command: 'show users',
  names: /^show_users/i,
  read: (text) => ({ users: shownEach(text, LINE_IN_USE, ({ line = '', user = '' }) => ({ line, user })) }),
  samples: [
    '    Line       User       Host(s)              Idle       Location\n*  2 vty 0     ops        idle                 00:00:00 192.0.2.9',
  ],
};
