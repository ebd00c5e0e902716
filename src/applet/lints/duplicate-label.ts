/** The lint `duplicate-label` finds a label that stands twice. */
import type { Lint } from './lint.ts';

export const duplicateLabel: Lint = {
  id: 'duplicate-label',
  severity: 'error',
  why: 'the second action with a label is believed to replace the first: one of the two is lost in any case',
  source: '[B] eem.md 3; an error all the same, because the intent is always wrong',
  failing: 'event manager applet A\n event none\n action 10 syslog msg "first"\n action 10 syslog msg "second"\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "first"\n action 20 syslog msg "second"\n',
  check: ({ actions }) =>
    actions.flatMap((action, index) => {
      const first = actions.slice(0, index).find(({ label }) => label === action.label);
      return first === undefined
        ? []
        : [{ place: action.place, summary: `label ${action.label} stands already on line ${first.place.line}` }];
    }),
};
