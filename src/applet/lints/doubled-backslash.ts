/** The lint `doubled-backslash` finds backslashes that a template has doubled. */
import type { Lint } from './lint.ts';

export const doubledBackslash: Lint = {
  id: 'doubled-backslash',
  severity: 'warning',
  why: 'in a pattern `\\\\` matches a backslash, not what the template meant',
  source: '[L] eem.md 10.26',
  failing: 'event manager applet A\n event syslog pattern "192\\\\.0" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "192[.]0" ratelimit 60\n action 10 policy B\n',
  check: ({ events, actions }) =>
    [...events, ...actions].flatMap(({ fields, place }) =>
      typeof fields['pattern'] === 'string' && fields['pattern'].includes('\\\\')
        ? [{ place, summary: 'the pattern has a doubled backslash', column: place.text.indexOf('\\\\') + 1, length: 2 }]
        : [],
    ),
};
