/** The lint `unbounded-append` finds files that grow without a bound. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

export const unboundedAppend: Lint = {
  id: 'unbounded-append',
  severity: 'warning',
  why: 'each run adds to the file until the flash is full',
  source: '[L] eem.md 10.32',
  failing:
    'event manager applet A\n event timer watchdog time 60\n action 10 cli command "enable"\n action 20 cli command "show clock | append flash:x"\n',
  passing:
    'event manager applet A\n event timer watchdog time 60\n action 10 cli command "enable"\n action 20 cli command "show clock | redirect flash:x"\n',
  check: (applet) => {
    const repeats = applet.events.some(
      ({ detector, fields }) =>
        (detector === 'timer' && fields['mode'] !== 'countdown') || (detector === 'syslog' && fields['ratelimitSeconds'] === undefined),
    );
    if (!repeats) return [];
    return commandsOf(applet).flatMap(({ command, action }) =>
      /\|\s*append\b/.test(command) ? [{ place: action.place, summary: 'nothing bounds this file' }] : [],
    );
  },
};
