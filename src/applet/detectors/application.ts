/** The detector `application` springs on an event that another policy publishes. [C] eem.md 4.5, the device's own list */
import { count } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const application = {
  id: 'application',
  title: 'an event of another policy',
  syntax: [
    required(option('sub-system', 'subsystem', count(0, 4_294_967_295), 'subsystem')),
    required(option('type', 'type', count(0, 4_294_967_295))),
    ...COMMON,
  ],
} as const satisfies Detector;
