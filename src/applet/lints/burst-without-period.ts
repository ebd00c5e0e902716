/** The lint `burst-without-period` finds events that count occurrences without a period. */
import type { Lint } from './lint.ts';

export const burstWithoutPeriod: Lint = {
  id: 'burst-without-period',
  severity: 'warning',
  why: 'occurrences of different days are counted together; on XE a burst within a second may be counted as one',
  source: '[L] eem.md 10.14',
  failing: 'event manager applet A\n event syslog pattern "INV_SPI" occurs 3\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "INV_SPI" occurs 3 period 300\n action 10 policy B\n',
  check: ({ events }) =>
    events.flatMap(({ fields, place }) =>
      Number(fields['occurs'] ?? 1) > 1 && fields['periodSeconds'] === undefined
        ? [{ place, summary: `it counts ${fields['occurs']} occurrences, however far apart` }]
        : [],
    ),
};
