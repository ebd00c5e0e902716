/** The detector `gold` springs on an online diagnostic; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const gold = {
  id: 'gold',
  title: 'an online diagnostic',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
