/** The lint `tags-without-trigger` finds tagged events that nothing joins. */
import type { Lint } from './lint.ts';

export const tagsWithoutTrigger: Lint = {
  id: 'tags-without-trigger',
  severity: 'error',
  why: 'several events need a `trigger` block that says how they belong together',
  source: '[C] eem.md 2, 4.6',
  failing: 'event manager applet A\n event tag 1 none\n event tag 2 syslog pattern "XY" ratelimit 60\n action 10 policy B\n',
  passing:
    'event manager applet A\n event tag 1 none\n event tag 2 syslog pattern "XY" ratelimit 60\n trigger\n  correlate event 1 or event 2\n action 10 policy B\n',
  check: ({ events, trigger, place, name }) =>
    events.length > 1 && trigger === undefined && events.every(({ tag }) => tag !== undefined)
      ? [{ place, summary: `${name} has ${events.length} tagged events and no trigger` }]
      : [],
};
