/** The detector `identity` springs on an authentication. [C] the device's own list */
import { choice, WORD } from '../kind.ts';
import { INTERFACE } from '../phrase.ts';
import { flag, option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

const OUTCOME = choice('success', 'fail', 'all');

export const identity = {
  id: 'identity',
  title: 'an authentication',
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
