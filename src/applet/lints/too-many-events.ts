/** The lint `too-many-events` finds applets with more events than a policy may have. */
import type { Lint } from './lint.ts';

export const tooManyEvents: Lint = {
  id: 'too-many-events',
  severity: 'error',
  why: 'a policy has at most eight event types',
  source: '[C] eem.md 2',
  failing:
    'event manager applet A\n event tag 1 syslog pattern "X1Y" ratelimit 60\n event tag 2 syslog pattern "X2Y" ratelimit 60\n event tag 3 syslog pattern "X3Y" ratelimit 60\n event tag 4 syslog pattern "X4Y" ratelimit 60\n event tag 5 syslog pattern "X5Y" ratelimit 60\n event tag 6 syslog pattern "X6Y" ratelimit 60\n event tag 7 syslog pattern "X7Y" ratelimit 60\n event tag 8 syslog pattern "X8Y" ratelimit 60\n event tag 9 syslog pattern "X9Y" ratelimit 60\n trigger\n action 10 policy B\n',
  passing: 'event manager applet A\n event none\n action 10 policy B\n',
  check: ({ name, events, place }) =>
    events.length > 8 ? [{ place, summary: `${name} has ${events.length} events, the limit is 8` }] : [],
};
