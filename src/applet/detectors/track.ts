/** The detector `track` springs when a tracked object changes its state. [L] eem.md 4.5 */
import { choice, count } from '../kind.ts';
import { option, place } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const track = {
  id: 'track',
  title: 'a tracked object',
  syntax: [place('object', count(1, 1000)), option('state', 'state', choice('up', 'down', 'any')), ...COMMON],
} as const satisfies Detector;
