/** The lint `no-event` finds applets that will not be registered, or of which it is not clear what springs them. */
import type { Lint } from './lint.ts';

export const noEvent: Lint = {
  id: 'no-event',
  severity: 'error',
  why: 'without an event the applet is not registered; of several plain ones only one can stand',
  source: '[C] eem.md 2',
  failing: 'event manager applet A\n action 10 syslog msg "x"\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "x"\n',
  check: ({ name, place, events, others }) => {
    // An event of a detector that is not known here is an event all the same.
    const isKept = others.some(({ text }) => text.startsWith('event'));
    if (events.length === 0 && !isKept) return [{ place, summary: `${name} has no event: it will not be registered` }];
    const plain = events.filter(({ tag }) => tag === undefined);
    return plain.slice(1).map((event) => ({ place: event.place, summary: `${name} has several events without tags` }));
  },
};
