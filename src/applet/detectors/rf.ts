/** The detector `rf` springs on a redundancy state. [C] the device's own list */
import { WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const rf = {
  id: 'rf',
  title: 'a redundancy state',
  syntax: [required(option('event', 'event', WORD)), ...COMMON],
} as const satisfies Detector;
