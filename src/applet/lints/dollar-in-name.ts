/** The lint `dollar-in-name` finds a `$` where the name of a variable belongs. */
import type { Lint } from './lint.ts';

export const dollarInName: Lint = {
  id: 'dollar-in-name',
  severity: 'error',
  why: '`$x` is replaced by its value before the action sees it: the wrong variable is written',
  source: '[L] eem.md 7',
  failing: 'event manager applet A\n event none\n action 10 set $count "1"\n',
  passing: 'event manager applet A\n event none\n action 10 set count "1"\n',
  check: ({ actions }) =>
    actions.flatMap(({ verb, fields, place }) => {
      const name = ['set', 'append', 'increment', 'decrement', 'foreach', 'gets'].includes(verb) ? String(fields['variable'] ?? '') : '';
      return name.startsWith('$') ? [{ place, summary: `write \`${name.slice(1)}\`, without the dollar` }] : [];
    }),
};
