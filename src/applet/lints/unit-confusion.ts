/** The lint `unit-confusion` finds seconds that were meant as milliseconds. */
import type { Lint } from './lint.ts';

export const unitConfusion: Lint = {
  id: 'unit-confusion',
  severity: 'warning',
  why: 'the command line takes seconds; YANG takes milliseconds for the same thing',
  source: '[C] eem.md 2',
  failing: 'event manager applet A\n event none maxrun 30000\n action 10 policy B\n',
  passing: 'event manager applet A\n event none maxrun 30\n action 10 policy B\n',
  check: ({ events }) =>
    events.flatMap(({ fields, place }) => {
      const maxrun = fields['maxrunSeconds'];
      return typeof maxrun === 'number' && maxrun >= 10_000 && maxrun % 1000 === 0
        ? [{ place, summary: `maxrun ${maxrun} s is ${Math.round(maxrun / 3600)} hours: were ${maxrun / 1000} s meant?` }]
        : [];
    }),
};
