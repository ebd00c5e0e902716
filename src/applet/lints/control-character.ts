/** The lint `control-character` finds characters that a terminal acts on. */
import { CONTROL_CHARACTER } from '../kind.ts';
import type { Lint } from './lint.ts';

export const controlCharacter: Lint = {
  id: 'control-character',
  severity: 'error',
  why: 'a terminal acts on them instead of keeping them',
  source: '[C] eem.md 6',
  failing: 'event manager applet A\n event none\n action 10 syslog msg "bell"\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "bell"\n',
  check: ({ events, actions, others }) =>
    [...events, ...actions, ...others].flatMap(({ place }) => {
      const at = place.text.replaceAll('\t', ' ').search(CONTROL_CHARACTER);
      return at === -1 ? [] : [{ place, summary: 'a control character stands here', column: at + 1, length: 1 }];
    }),
};
