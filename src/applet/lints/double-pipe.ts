/** The lint `double-pipe` finds commands with two pipes. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

export const doublePipe: Lint = {
  id: 'double-pipe',
  severity: 'warning',
  why: 'classic IOS is believed to take one pipe only',
  source: '[B] eem.md 10.13',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock | include UTC | append flash:x"\n',
  passing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock | append flash:x"\n',
  check: (applet) =>
    commandsOf(applet).flatMap(({ command, action }) =>
      /\s\|\s.*\s\|\s/.test(command) ? [{ place: action.place, summary: `\`${command}\` has two pipes` }] : [],
    ),
};
