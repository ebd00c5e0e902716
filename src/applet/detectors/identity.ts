/** The detector `identity` springs on an authentication; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const identity = {
  id: 'identity',
  title: 'an authentication',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
