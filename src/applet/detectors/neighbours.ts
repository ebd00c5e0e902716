/** Detectors of what is connected to an interface: neighbours, MAC addresses, authentications. */
import { choice, SECONDS, WORD, YES_OR_NO } from '../kind.ts';
import { INTERFACE } from '../phrase.ts';
import { flag, option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

const OUTCOME = choice('success', 'fail', 'all');

/** Springs on an authentication. [C] the device's own list */
export const identity = {
  id: 'identity',
  syntax: [
    required(option('interface', 'interface', INTERFACE)),
    option('authc', 'authc', OUTCOME),
    option('authz', 'authz', OUTCOME),
    flag('authz-complete', 'isAuthzComplete'),
    option('aaa-attribute', 'aaaAttribute', WORD),
    option('mac-address', 'macAddress', WORD),
    ...COMMON,
  ],
} as const satisfies Detector;

/** Springs on a MAC address that is learnt or forgotten. [C] the device's own list */
export const mat = {
  id: 'mat',
  syntax: [
    option('interface', 'interface', INTERFACE),
    option('mac-address', 'macAddress', WORD),
    option('type', 'type', choice('add', 'delete')),
    option('hold-down', 'holdDownSeconds', SECONDS),
    option('use-mat-db', 'usesMatDatabase', YES_OR_NO),
    ...COMMON,
  ],
} as const satisfies Detector;

const CHANGE = choice('add', 'update', 'delete', 'all');
const LINK = choice('down', 'goingdown', 'init', 'testing', 'up', 'reset', 'admindown', 'deleted', 'all');

/** Springs on a neighbour by CDP or LLDP, or on the state of the link to it. [C] the device's own list */
export const neighborDiscovery = {
  id: 'neighbor-discovery',
  syntax: [
    required(option('interface', 'interface', INTERFACE)),
    option('cdp', 'cdp', CHANGE),
    option('lldp', 'lldp', CHANGE),
    option('link-event', 'linkEvent', LINK),
    option('line-event', 'lineEvent', choice('up', 'down', 'all')),
    ...COMMON,
  ],
} as const satisfies Detector;
