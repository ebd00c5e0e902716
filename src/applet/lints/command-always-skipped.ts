/** The lint `command-always-skipped` finds synchronous command events that never let the command run. */
import type { Lint } from './lint.ts';

export const commandAlwaysSkipped: Lint = {
  id: 'command-always-skipped',
  severity: 'warning',
  why: 'with `sync yes` the command runs only when `_exit_status` is 1',
  source: '[C] eem.md 4.3',
  failing: 'event manager applet A\n event cli pattern "reload" sync yes\n action 10 syslog msg "no"\n',
  passing: 'event manager applet A\n event cli pattern "reload" sync yes\n action 10 set _exit_status "1"\n',
  check: ({ events, actions }) => {
    const decides = actions.some(
      ({ verb, fields }) => fields['variable'] === '_exit_status' || (verb === 'exit' && fields['status'] !== undefined),
    );
    return events.flatMap(({ detector, fields, place }) =>
      detector === 'cli' && fields['sync'] === 'yes' && !decides ? [{ place, summary: 'no action ever lets the command run' }] : [],
    );
  },
};
