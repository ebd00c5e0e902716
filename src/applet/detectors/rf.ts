/** The detector `rf` springs on a redundancy state; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const rf = {
  id: 'rf',
  title: 'a redundancy state',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
