/** The detector `crash` springs on a crash; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const crash = {
  id: 'crash',
  title: 'a crash',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
