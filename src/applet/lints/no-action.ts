/** The lint `no-action` finds applets that do nothing. */
import type { Lint } from './lint.ts';

export const noAction: Lint = {
  id: 'no-action',
  severity: 'error',
  why: 'it is registered, springs, and does nothing',
  source: '[C] eem.md 2',
  failing: 'event manager applet A\n event none\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "x"\n',
  check: ({ name, place, actions, others }) =>
    actions.length > 0 || others.some(({ text }) => text.startsWith('action'))
      ? []
      : [{ place, summary: `${name} has no action: it will do nothing` }],
};
