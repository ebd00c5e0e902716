/** The detector `neighbor-discovery` springs on a neighbour by CDP or LLDP; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const neighborDiscovery = {
  id: 'neighbor-discovery',
  title: 'a neighbour by CDP or LLDP',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
