/** The detector `none` springs on nothing: the applet runs by `event manager run`. [L] eem.md 4.5 */
import { choice } from '../kind.ts';
import { option } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const none = {
  id: 'none',
  title: 'by hand',
  syntax: [option('sync', 'sync', choice('yes', 'no')), ...COMMON],
} as const satisfies Detector;
