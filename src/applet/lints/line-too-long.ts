/** The lint `line-too-long` finds lines that a device may cut. */
import type { Lint } from './lint.ts';

export const lineTooLong: Lint = {
  id: 'line-too-long',
  severity: 'warning',
  why: 'configuration lines are believed to be cut at 254 characters',
  source: '[B] eem.md 6',
  failing: `event manager applet A\n event none\n action 10 syslog msg "${'x'.repeat(240)}"\n`,
  passing: 'event manager applet A\n event none\n action 10 syslog msg "x"\n',
  check: ({ events, actions, others }) =>
    [...events, ...actions, ...others].flatMap(({ place }) =>
      place.text.trim().length > LINE_CHARACTERS_MAX
        ? [{ place, summary: `it has ${place.text.trim().length} characters`, column: LINE_CHARACTERS_MAX }]
        : [],
    ),
};

const LINE_CHARACTERS_MAX = 254;
