/** The detector `test` springs on a test; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const test = {
  id: 'test',
  title: 'a test',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
