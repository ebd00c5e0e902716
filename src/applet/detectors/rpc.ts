/** The detector `rpc` springs on a remote call. [C] the device's own list */
import { seconds } from '../kind.ts';
import { option } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const rpc = {
  id: 'rpc',
  title: 'a remote call',
  syntax: [option('default', 'defaultSeconds', seconds(0, 4_294_967_295)), ...COMMON],
} as const satisfies Detector;
