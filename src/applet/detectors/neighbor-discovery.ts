/** The detector `neighbor-discovery` springs on a neighbour by CDP or LLDP, or on the state of the link to it. [C] the device's own list */
import { choice } from '../kind.ts';
import { INTERFACE } from '../phrase.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

const CHANGE = choice('add', 'update', 'delete', 'all');
const LINK = choice('down', 'goingdown', 'init', 'testing', 'up', 'reset', 'admindown', 'deleted', 'all');

export const neighborDiscovery = {
  id: 'neighbor-discovery',
  title: 'a neighbour by CDP or LLDP',
  syntax: [
    required(option('interface', 'interface', INTERFACE)),
    option('cdp', 'cdp', CHANGE),
    option('lldp', 'lldp', CHANGE),
    option('link-event', 'linkEvent', LINK),
    option('line-event', 'lineEvent', choice('up', 'down', 'all')),
    ...COMMON,
  ],
} as const satisfies Detector;
