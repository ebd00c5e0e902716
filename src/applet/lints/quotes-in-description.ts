/** The lint `quotes-in-description` finds quotes in free text. */
import type { Lint } from './lint.ts';

export const quotesInDescription: Lint = {
  id: 'quotes-in-description',
  severity: 'warning',
  why: 'quotes in a description have broken applets when they were read back',
  source: '[L] eem.md 10.18',
  failing: 'event manager applet A\n description say "no"\n event none\n action 10 policy B\n',
  passing: 'event manager applet A\n description say no\n event none\n action 10 policy B\n',
  check: ({ description, place }) => (description?.includes('"') === true ? [{ place, summary: 'the description holds quotes' }] : []),
};
