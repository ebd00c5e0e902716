/** The detector `env` springs on the environment; what the list does not name is kept as it is written. [C] the device's own list */
import { optional, rest } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const env = {
  id: 'env',
  title: 'the environment',
  names: ['environmental'],
  syntax: [...COMMON, optional(rest('argumentText'))],
} as const satisfies Detector;
