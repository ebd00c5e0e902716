/** The detector `ioswdsysmon` springs on CPU or memory of a process; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const ioswdsysmon = {
  id: 'ioswdsysmon',
  title: 'CPU or memory of a process',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
