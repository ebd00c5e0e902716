/** The lint `literal-dollar` finds a `$` that is no variable. */
import type { Lint } from './lint.ts';

export const literalDollar: Lint = {
  id: 'literal-dollar',
  severity: 'warning',
  why: '`$` begins a variable, inside patterns and texts too: an anchor may abort the run',
  source: '[L] eem.md 4.2, 10.23',
  failing: 'event manager applet A\n event syslog pattern "changed state to down$" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "changed state to down" ratelimit 60\n action 10 policy B\n',
  check: ({ events, actions }) =>
    [...events, ...actions].flatMap(({ place }) => {
      const at = place.text.search(LITERAL_DOLLAR);
      return at === -1 ? [] : [{ place, summary: 'this `$` begins no variable', column: at + 1, length: 1 }];
    }),
};

/** `down$`, `5$ `: no name and no parenthesis behind it; `$(NAME)` is another platform's. */
const LITERAL_DOLLAR = /\$(?![\w(])/;
