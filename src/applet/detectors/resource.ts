/** The detector `resource` springs on a resource threshold; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const resource = {
  id: 'resource',
  title: 'a resource threshold',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
