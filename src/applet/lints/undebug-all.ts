/** The lint `undebug-all` finds applets that end everybody's debugs. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

const UNDEBUG_ALL = /^(?:no debug|undebug|un?)\s+all$/i;

export const undebugAll: Lint = {
  id: 'undebug-all',
  severity: 'warning',
  why: "it also ends the debugs that other people have running: switch off one's own by name",
  source: '[L] eem.md 10.22',
  failing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "undebug all"\n',
  passing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "no debug crypto isakmp"\n',
  check: (applet) =>
    commandsOf(applet).flatMap(({ command, action }) =>
      UNDEBUG_ALL.test(command) ? [{ place: action.place, summary: `\`${command}\` ends other people's debugs too` }] : [],
    ),
};
