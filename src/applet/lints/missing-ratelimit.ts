/** The lint `missing-ratelimit` finds applets on log messages that may spring again and again. */
import type { Lint } from './lint.ts';

export const missingRatelimit: Lint = {
  id: 'missing-ratelimit',
  severity: 'warning',
  why: 'a message that repeats starts the applet each time, and each run takes a terminal line',
  source: '[L] eem.md 10.32',
  failing: 'event manager applet A\n event syslog pattern "INV_SPI"\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "INV_SPI" ratelimit 300\n action 10 policy B\n',
  check: ({ events }) =>
    events.flatMap(({ detector, fields, place }) =>
      detector === 'syslog' && fields['ratelimitSeconds'] === undefined && Number(fields['occurs'] ?? 1) === 1
        ? [{ place, summary: 'nothing limits how often it springs' }]
        : [],
    ),
};
