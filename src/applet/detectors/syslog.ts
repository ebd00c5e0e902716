/** The detector `syslog` springs on a log message: by a pattern on the whole, or on one of its parts. [C] eem.md 4.2, the device's own list */
import { count, seconds, TEXT, WORD } from '../kind.ts';
import { option } from '../syntax.ts';
import { COMMON, type Detector, severities } from './detector.ts';

export const syslog = {
  id: 'syslog',
  title: 'a log message',
  syntax: [
    option('pattern', 'pattern', TEXT),
    option('sequence', 'sequence', TEXT),
    option('timestamp', 'timestamp', TEXT),
    option('facility', 'facility', TEXT),
    option('mnemonic', 'mnemonic', TEXT),
    option('occurs', 'occurs', count(1, 32)),
    option('period', 'periodSeconds', seconds(0, 4_294_967_295)),
    option('priority', 'priority', WORD),
    ...severities('fatal', 'critical', 'major', 'minor', 'warning', 'notification', 'normal', 'debugging'),
    ...COMMON,
  ],
} as const satisfies Detector;
