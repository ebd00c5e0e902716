/** The detector `oir` springs on a module put in or taken out; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const oir = {
  id: 'oir',
  title: 'a module put in or taken out',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
