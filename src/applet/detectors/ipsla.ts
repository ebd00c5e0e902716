/** The detector `ipsla` springs on an IP SLA operation; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const ipsla = {
  id: 'ipsla',
  title: 'an IP SLA operation',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
