/** The detector `mat` springs on a learnt MAC address; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const mat = {
  id: 'mat',
  title: 'a learnt MAC address',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
