/** The detector `interface` springs when a counter of an interface crosses a value. [L] eem.md 4.5 */
import { COMPARISON, choice, count, TEXT, WORD } from '../kind.ts';
import { flag, option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const interfaceCounter = {
  id: 'interface',
  title: 'a counter of an interface',
  syntax: [
    required(option('name', 'name', TEXT)),
    required(option('parameter', 'parameter', WORD)),
    required(option('entry-op', 'entryOp', COMPARISON)),
    required(option('entry-val', 'entryVal', count(-2_147_483_648, 2_147_483_647))),
    option('entry-type', 'entryType', choice('value', 'increment', 'rate')),
    flag('entry-val-is-increment', 'isEntryIncrement'),
    option('exit-comb', 'exitComb', choice('or', 'and')),
    option('exit-op', 'exitOp', COMPARISON),
    option('exit-val', 'exitVal', count(-2_147_483_648, 2_147_483_647)),
    option('exit-type', 'exitType', choice('value', 'increment', 'rate')),
    option('exit-time', 'exitTime', count(0, 4_294_967_295)),
    option('poll-interval', 'pollSeconds', count(1, 4_294_967_295)),
    option('average-factor', 'averageFactor', count(1, 64)),
    ...COMMON,
  ],
} as const satisfies Detector;
