/** The detector `resource` springs on a resource threshold, by the name of its policy. [B] eem.md 4.1 */
import { WORD } from '../kind.ts';
import { option, optional, rest } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const resource = {
  id: 'resource',
  title: 'a resource threshold',
  syntax: [option('policy', 'policy', WORD), ...COMMON, optional(rest('argumentText'))],
} as const satisfies Detector;
