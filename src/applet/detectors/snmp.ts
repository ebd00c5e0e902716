/** The detector `snmp` springs when a polled object crosses a value. [L] eem.md 4.5 */
import { choice, count, TEXT, WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

const OPERATORS = ['gt', 'ge', 'eq', 'ne', 'lt', 'le'] as const;

export const snmp = {
  id: 'snmp',
  title: 'an SNMP object',
  syntax: [
    required(option('oid', 'oid', WORD)),
    required(option('get-type', 'getType', choice('exact', 'next'))),
    required(option('entry-op', 'entryOp', choice(...OPERATORS))),
    required(option('entry-val', 'entryVal', TEXT)),
    option('exit-comb', 'exitComb', choice('or', 'and')),
    option('exit-op', 'exitOp', choice(...OPERATORS)),
    option('exit-val', 'exitVal', TEXT),
    option('exit-time', 'exitTime', count(0, 4_294_967_295)),
    option('poll-interval', 'pollSeconds', count(1, 4_294_967_295)),
    ...COMMON,
  ],
} as const satisfies Detector;
