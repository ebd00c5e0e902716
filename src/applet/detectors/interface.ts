/** The detector `interface` springs when a counter of an interface crosses a value. [C] eem.md 4.5, the device's own list */
import { count, WORD } from '../kind.ts';
import { INTERFACE } from '../phrase.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector, thresholds } from './detector.ts';

export const interfaceCounter = {
  id: 'interface',
  title: 'a counter of an interface',
  syntax: [
    required(option('name', 'name', INTERFACE)),
    required(option('parameter', 'parameter', WORD)),
    ...thresholds(count(-2_147_483_648, 2_147_483_647)),
    ...COMMON,
  ],
} as const satisfies Detector;
