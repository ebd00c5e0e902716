/** The detector `routing` springs when a route comes, goes or changes. [L] eem.md 4.5 */
import { choice, count, WORD } from '../kind.ts';
import { VRF } from '../phrase.ts';
import { option, optional, place, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const routing = {
  id: 'routing',
  title: 'a route',
  syntax: [
    required(option('network', 'network', WORD)),
    // Old releases take the network without its keyword. [L]
    optional(place('network', WORD)),
    option('type', 'type', choice('add', 'all', 'modify', 'remove')),
    option('protocol', 'protocol', WORD),
    option('vrf', 'vrf', VRF),
    option('ge', 'ge', count(1, 128)),
    option('le', 'le', count(1, 128)),
    option('ne', 'ne', count(1, 128)),
    ...COMMON,
  ],
} as const satisfies Detector;
