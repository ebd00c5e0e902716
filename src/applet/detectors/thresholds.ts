/** Detectors that poll a value and spring when it crosses another. */
import { COMPARISON, choice, INT32, SECONDS, TEXT, UINT32, WORD } from '../kind.ts';
import { INTERFACE } from '../phrase.ts';
import { group, option, place, required } from '../syntax.ts';
import { COMMON, type Detector, thresholds } from './detector.ts';

/** Springs when a named counter crosses a value. [L] eem.md 4.5 */
export const counter = {
  id: 'counter',
  title: 'a named counter',
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
  title: 'a counter of an interface',
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
  title: 'CPU or memory of a process',
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
  title: 'an SNMP object',
  syntax: [
    required(option('oid', 'oid', WORD)),
    required(option('get-type', 'getType', choice('exact', 'next'))),
    ...thresholds(TEXT),
    ...COMMON,
  ],
} as const satisfies Detector;
