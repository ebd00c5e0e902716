/** The detector `mat` springs on a MAC address that is learnt or forgotten. [C] the device's own list */
import { choice, seconds, WORD, YES_OR_NO } from '../kind.ts';
import { INTERFACE } from '../phrase.ts';
import { option } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const mat = {
  id: 'mat',
  title: 'a learnt MAC address',
  syntax: [
    option('interface', 'interface', INTERFACE),
    option('mac-address', 'macAddress', WORD),
    option('type', 'type', choice('add', 'delete')),
    option('hold-down', 'holdDownSeconds', seconds(0, 4_294_967_295)),
    option('use-mat-db', 'usesMatDatabase', YES_OR_NO),
    ...COMMON,
  ],
} as const satisfies Detector;
