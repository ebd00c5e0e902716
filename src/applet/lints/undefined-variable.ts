/** The lint `undefined-variable` finds variables that nobody sets. */
import { REFERENCE } from '../machine.ts';
import { writtenBy } from '../variables.ts';
import type { Lint } from './lint.ts';

export const undefinedVariable: Lint = {
  id: 'undefined-variable',
  severity: 'error',
  why: 'a reference to an undefined variable ends the run there',
  source: '[L] eem.md 7',
  failing: 'event manager applet A\n event none\n action 10 syslog msg "$line"\n',
  passing: 'event manager applet A\n event none\n action 10 set line "x"\n action 20 syslog msg "$line"\n',
  check: (applet, { environment }) => {
    const known = new Set([...Object.keys(environment), ...writtenBy(applet)]);
    return applet.actions.flatMap(({ place }) => {
      const unknown = [...place.text.matchAll(REFERENCE)].find(
        ([, name = '']) => !name.startsWith('_') && !/^\d+$/.test(name) && !known.has(name),
      );
      return unknown === undefined
        ? []
        : [{ place, summary: `nobody sets \`${unknown[0]}\``, column: unknown.index + 1, length: unknown[0].length }];
    });
  },
};
