/** Detectors that poll a value and spring when it crosses another. */
import { COMPARISON, choice, count, INT32, type Kind, SECONDS, seconds, TEXT, TRUE_OR_FALSE, UINT32, UINT32_MAX, WORD } from '../kind.ts';
import { INTERFACE } from '../phrase.ts';
import { group, option, orAlone, place, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

const THRESHOLD = choice('value', 'increment', 'rate');

/** The two conditions of a polled value: fire at the one, be ready again at the other. Releases before the types say `…-val-is-increment`. [L] */
function thresholds<Value>(value: Kind<Value>) {
  return [
    required(option('entry-op', 'entryOp', COMPARISON)),
    required(option('entry-val', 'entryVal', value)),
    option('entry-type', 'entryType', THRESHOLD),
    orAlone(option('entry-val-is-increment', 'isEntryIncrement', TRUE_OR_FALSE), 'true'),
    option('exit-comb', 'exitComb', choice('or', 'and')),
    option('exit-op', 'exitOp', COMPARISON),
    option('exit-val', 'exitVal', value),
    option('exit-type', 'exitType', THRESHOLD),
    orAlone(option('exit-val-is-increment', 'isExitIncrement', TRUE_OR_FALSE), 'true'),
    option('exit-time', 'exitTime', SECONDS),
    option('exit-event', 'exitEvent', TRUE_OR_FALSE),
    option('poll-interval', 'pollSeconds', seconds(1, UINT32_MAX)),
    option('average-factor', 'averageFactor', count(1, 64)),
  ];
}

/** Springs when a named counter crosses a value. [L] eem.md 4.5 */
export const counter = {
  id: 'counter',
  syntax: [
    required(option('name', 'name', WORD)),
    option('entry-val', 'entryVal', INT32),
    option('entry-op', 'entryOp', COMPARISON),
    option('exit-val', 'exitVal', INT32),
    option('exit-op', 'exitOp', COMPARISON),
    ...COMMON,
  ],
} as const satisfies Detector;

/** Springs when a counter of an interface crosses a value. [C] eem.md 4.5, the device's own list */
export const interfaceCounter = {
  id: 'interface',
  syntax: [required(option('name', 'name', INTERFACE)), required(option('parameter', 'parameter', WORD)), ...thresholds(INT32), ...COMMON],
} as const satisfies Detector;

const CONDITION = [
  place('process', choice('cpu-proc', 'mem-proc')),
  required(option('taskname', 'taskname', TEXT)),
  option('path', 'path', TEXT),
  required(option('op', 'op', COMPARISON)),
  required(option('val', 'val', UINT32)),
  option('is-percent', 'isPercent', choice('TRUE', 'FALSE', 'true', 'false')),
  option('period', 'periodSeconds', SECONDS),
] as const;

/** Springs on the CPU or the memory that a process takes; two conditions may be joined. [C] the device's own list */
export const ioswdsysmon = {
  id: 'ioswdsysmon',
  names: ['ioswd'],
  syntax: [
    option('timewin', 'timewinSeconds', SECONDS),
    option('sub12-op', 'junction', choice('and', 'or', 'andnot')),
    required(group('sub1', CONDITION)),
    group('sub2', CONDITION),
    ...COMMON,
  ],
} as const satisfies Detector;

/** Springs when a polled object crosses a value. [C] eem.md 4.5, the device's own list */
export const snmp = {
  id: 'snmp',
  syntax: [
    required(option('oid', 'oid', WORD)),
    required(option('get-type', 'getType', choice('exact', 'next'))),
    ...thresholds(TEXT),
    ...COMMON,
  ],
} as const satisfies Detector;
