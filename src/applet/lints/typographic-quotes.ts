/** The lint `typographic-quotes` finds quotes that a word processor made. */
import type { Lint } from './lint.ts';

export const typographicQuotes: Lint = {
  id: 'typographic-quotes',
  severity: 'error',
  why: 'only the straight quote ends an argument: the action breaks',
  source: '[L] eem.md 10.24',
  failing: 'event manager applet A\n event none\n action 10 syslog msg “down”\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "down"\n',
  check: ({ events, actions, others }) =>
    [...events, ...actions, ...others].flatMap(({ place }) => {
      const at = place.text.search(TYPOGRAPHIC);
      return at === -1 ? [] : [{ place, summary: `\`${place.text[at]}\` is no quote`, column: at + 1, length: 1 }];
    }),
};

/** Curly double and single quotes, and guillemets. */
const TYPOGRAPHIC = /[\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]/;
