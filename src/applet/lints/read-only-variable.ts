/** The lint `read-only-variable` finds assignments to variables that are not ours. */
import type { Lint } from './lint.ts';

export const readOnlyVariable: Lint = {
  id: 'read-only-variable',
  severity: 'error',
  why: 'built-in variables are read-only, all but `_exit_status`',
  source: '[C] eem.md 7',
  failing: 'event manager applet A\n event none\n action 10 set _event_type "1"\n',
  passing: 'event manager applet A\n event none\n action 10 set _exit_status "1"\n',
  check: ({ actions }) =>
    actions.flatMap(({ verb, fields, place }) => {
      const name =
        verb === 'set' || verb === 'append' || verb === 'increment' || verb === 'decrement' ? String(fields['variable'] ?? '') : '';
      return name.startsWith('_event_') || name.startsWith('_syslog_') || name.startsWith('_cli_')
        ? [{ place, summary: `\`${name}\` is read-only` }]
        : [];
    }),
};
