/** The lint `pattern-invalid` finds patterns that are no regular expression. */
import { compilePattern } from '../pattern.ts';
import type { Lint } from './lint.ts';

export const patternInvalid: Lint = {
  id: 'pattern-invalid',
  severity: 'error',
  why: 'the line is refused, or the pattern never matches',
  source: '[L] eem.md 6',
  failing: 'event manager applet A\n event syslog pattern "INV_SPI(" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "INV_SPI" ratelimit 60\n action 10 policy B\n',
  check: ({ events, actions }) =>
    [...events, ...actions].flatMap(({ fields, place }) => {
      const pattern = fields['pattern'];
      if (typeof pattern !== 'string' || compilePattern(pattern) !== undefined) return [];
      return [{ place, summary: `\`${pattern}\` is no regular expression` }];
    }),
};
