/** The lint `write-memory` finds applets that save the configuration. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

export const writeMemory: Lint = {
  id: 'write-memory',
  severity: 'warning',
  why: 'it also saves whatever someone is just trying out, and the applet itself',
  source: '[L] eem.md 10.16',
  failing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "write memory"\n',
  passing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show clock | redirect flash:x"\n',
  check: (applet) =>
    commandsOf(applet).flatMap(({ command, action }) =>
      /^(?:wr(?:ite)?(?: mem(?:ory)?)?|copy run\S* start\S*)$/i.test(command)
        ? [{ place: action.place, summary: `\`${command}\` saves what nobody asked to save` }]
        : [],
    ),
};
