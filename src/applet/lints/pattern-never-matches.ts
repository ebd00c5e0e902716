/** The lint `pattern-never-matches` finds syslog patterns with a severity that no message has. */
import type { Lint } from './lint.ts';

export const patternNeverMatches: Lint = {
  id: 'pattern-never-matches',
  severity: 'error',
  why: 'severities go from 0 to 7: the applet never springs, and nothing says so',
  source: '[L] eem.md 10.15',
  failing: 'event manager applet A\n event syslog pattern "%CRYPTO-9-RECVD_PKT_INV_SPI" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI" ratelimit 60\n action 10 policy B\n',
  check: ({ events }) =>
    events.flatMap(({ detector, fields, place }) => {
      const severity = /%[A-Z0-9_]+-(?<severity>[89])-/.exec(String(fields['pattern'] ?? ''))?.groups?.['severity'];
      return detector !== 'syslog' || severity === undefined ? [] : [{ place, summary: `no message has the severity ${severity}` }];
    }),
};
