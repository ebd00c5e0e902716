/** The detector `config` springs on a change of the configuration. [C] the device's own list */
import { optional, rest } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const config = {
  id: 'config',
  title: 'a change of the configuration',
  names: ['configuration'],
  syntax: [...COMMON, optional(rest('argumentText'))],
} as const satisfies Detector;
