/** The detector `oir` springs on a module that is put in or taken out. [C] the device's own list */
import { choice } from '../kind.ts';
import { option } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const oir = {
  id: 'oir',
  title: 'a module put in or taken out',
  syntax: [option('event', 'event', choice('all', 'insert', 'removal')), ...COMMON],
} as const satisfies Detector;
