/** The detector `env` springs on the environment; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const env = {
  id: 'env',
  title: 'the environment',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
