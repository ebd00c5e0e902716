/** The detectors that most applets wait for: a log message, the clock, a typed command, a run by hand. */
import { choice, count, priority, SECONDS, TEXT, UINT32_MAX, WORD, YES_OR_NO } from '../kind.ts';
import { flag, option, place, required } from '../syntax.ts';
import { COMMON, type Detector, severities } from './detector.ts';

/** Springs on a command that someone types, before it runs. [C] eem.md 4.3 */
export const cli = {
  id: 'cli',
  syntax: [
    required(option('pattern', 'pattern', TEXT)),
    option('sync', 'sync', YES_OR_NO),
    option('skip', 'skip', YES_OR_NO),
    option('verifyprc', 'verifyprc', YES_OR_NO),
    option('mode', 'mode', TEXT),
    option('occurs', 'occurs', count(1, UINT32_MAX)),
    option('period', 'periodSeconds', SECONDS),
    option('default', 'defaultSeconds', SECONDS),
    flag('enter', 'enter'),
    flag('tab', 'tab'),
    flag('questionmark', 'questionmark'),
    ...COMMON,
  ],
} as const satisfies Detector;

/** Springs on nothing: the applet runs by `event manager run`. [C] eem.md 4.5, the device's own list */
export const none = {
  id: 'none',
  syntax: [option('sync', 'sync', YES_OR_NO), option('default', 'defaultSeconds', SECONDS), ...COMMON],
} as const satisfies Detector;

/** Springs on a log message: by a pattern on the whole, or on one of its parts. [C] eem.md 4.2, the device's own list */
export const syslog = {
  id: 'syslog',
  syntax: [
    option('pattern', 'pattern', TEXT),
    option('sequence', 'sequence', TEXT),
    option('timestamp', 'timestamp', TEXT),
    option('facility', 'facility', TEXT),
    option('mnemonic', 'mnemonic', TEXT),
    option('occurs', 'occurs', count(1, 32)),
    option('period', 'periodSeconds', SECONDS),
    option('priority', 'priority', priority('all')),
    ...severities('fatal', 'critical', 'major', 'minor', 'warning', 'notification', 'normal', 'debugging'),
    ...COMMON,
  ],
} as const satisfies Detector;

/** Springs by the clock: once, at an instant, again and again, or by a cron entry. [C] eem.md 4.4 */
export const timer = {
  id: 'timer',
  syntax: [
    place('mode', choice('absolute', 'countdown', 'cron', 'watchdog')),
    option('name', 'name', WORD),
    option('time', 'timeSeconds', SECONDS),
    option('cron-entry', 'cronEntry', TEXT),
    ...COMMON,
  ],
} as const satisfies Detector;
