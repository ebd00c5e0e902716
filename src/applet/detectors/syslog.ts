/** The detector `syslog` springs on a log message that matches a pattern. [C] eem.md 4.2 */
import { choice, count, seconds, TEXT, WORD } from '../kind.ts';
import { option, pick, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

const SEVERITIES = [
  'severity-alerts',
  'severity-critical',
  'severity-debugging',
  'severity-emergencies',
  'severity-errors',
  'severity-informational',
  'severity-notifications',
  'severity-warnings',
] as const;

export const syslog = {
  id: 'syslog',
  title: 'a log message',
  syntax: [
    required(option('pattern', 'pattern', TEXT)),
    option('occurs', 'occurs', count(1, 32)),
    option('period', 'periodSeconds', seconds(0, 4_294_967_295)),
    option('priority', 'priority', WORD),
    option('mnemonic', 'mnemonic', TEXT),
    pick('severity', choice(...SEVERITIES)),
    ...COMMON,
  ],
} as const satisfies Detector;
