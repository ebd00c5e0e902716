/** The detector `config` springs on a change of the configuration; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const config = {
  id: 'config',
  title: 'a change of the configuration',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
