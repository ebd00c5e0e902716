/** The detector `rpc` springs on a remote call; its arguments are kept as they are written. [L] eem.md 4.1 */
import { optional, rest } from '../syntax.ts';
import type { Detector } from './detector.ts';

export const rpc = {
  id: 'rpc',
  title: 'a remote call',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
