/** The lint `pattern-too-wide` finds syslog patterns that nearly every message matches. */
import { hears } from '../hear.ts';
import { compilePattern } from '../pattern.ts';
import type { Lint } from './lint.ts';

export const patternTooWide: Lint = {
  id: 'pattern-too-wide',
  severity: 'warning',
  why: 'it springs on everything that is logged, on its own messages too',
  source: '[L] eem.md 10.12, 10.15',
  failing: 'event manager applet A\n event syslog pattern ".*" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI" ratelimit 60\n action 10 policy B\n',
  check: ({ events }) =>
    events.flatMap(({ detector, fields, place }) => {
      const isWide = SAMPLES.every((sample) =>
        detector === 'syslog' ? hears(fields, sample) : detector === 'cli' && compilePattern(String(fields['pattern'] ?? ''))?.test(sample),
      );
      if (!isWide) return [];
      const pattern = fields['pattern'];
      return [
        { place, summary: pattern === undefined ? 'it waits for any message' : `the pattern \`${pattern}\` matches nearly everything` },
      ];
    }),
};

/** Messages and commands that have nothing in common. */
const SAMPLES = [
  '%SYS-5-CONFIG_I: Configured from console by vty0',
  '%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to down',
  'show ip route',
];
