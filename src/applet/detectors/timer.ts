/** The detector `timer` springs by the clock: once, at an instant, again and again, or by a cron entry. [C] eem.md 4.4 */
import { choice, seconds, TEXT, WORD } from '../kind.ts';
import { option, place } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const timer = {
  id: 'timer',
  title: 'time',
  syntax: [
    place('mode', choice('absolute', 'countdown', 'cron', 'watchdog')),
    option('name', 'name', WORD),
    option('time', 'timeSeconds', seconds(0, 4_294_967_295)),
    option('cron-entry', 'cronEntry', TEXT),
    ...COMMON,
  ],
} as const satisfies Detector;
