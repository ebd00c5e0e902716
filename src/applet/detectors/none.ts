/** The detector `none` springs on nothing: the applet runs by `event manager run`. [C] eem.md 4.5, the device's own list */
import { seconds, YES_OR_NO } from '../kind.ts';
import { option } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const none = {
  id: 'none',
  title: 'by hand',
  syntax: [option('sync', 'sync', YES_OR_NO), option('default', 'defaultSeconds', seconds(0, 4_294_967_295)), ...COMMON],
} as const satisfies Detector;
