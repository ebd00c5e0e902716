/** The lint `self-removal-not-last` finds applets that remove themselves and go on. */
import { commandsOf } from '../commands.ts';
import { inRunOrder } from '../order.ts';
import type { Lint } from './lint.ts';

export const selfRemovalNotLast: Lint = {
  id: 'self-removal-not-last',
  severity: 'warning',
  why: 'what follows may still run, and it may not',
  source: '[L] eem.md 10.16',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "configure terminal"\n action 30 cli command "no event manager applet A"\n action 40 cli command "end"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "configure terminal"\n action 30 cli command "no event manager applet A"\n',
  check: (applet) => {
    const last = inRunOrder(applet.actions).at(-1);
    return commandsOf(applet).flatMap(({ command, action }) =>
      command === `no event manager applet ${applet.name}` && action !== last
        ? [{ place: action.place, summary: 'it removes itself before its last action' }]
        : [],
    );
  },
};
