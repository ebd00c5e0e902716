/** The lint `maxrun-too-short` finds applets whose waits alone outlast the time they are given. */
import { maxrunSeconds } from '../springs.ts';
import type { Lint } from './lint.ts';

export const maxrunTooShort: Lint = {
  id: 'maxrun-too-short',
  severity: 'error',
  why: 'the applet is killed at maxrun (20 s when not given), and what it has switched on stays on',
  source: '[C] eem.md 8',
  failing: 'event manager applet A\n event none\n action 10 wait 30\n',
  passing: 'event manager applet A\n event none maxrun 60\n action 10 wait 30\n',
  check: ({ events, actions }) => {
    const waitSeconds = actions.reduce((sum, { verb, fields }) => sum + (verb === 'wait' ? Number(fields['seconds']) || 0 : 0), 0);
    return events.flatMap((event) => {
      const limit = maxrunSeconds(event);
      return waitSeconds < limit || limit === 0
        ? []
        : [{ place: event.place, summary: `it waits ${waitSeconds} s, and maxrun ends it after ${limit} s` }];
    });
  },
};
