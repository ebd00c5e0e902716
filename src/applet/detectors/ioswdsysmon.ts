/** The detector `ioswdsysmon` springs on the CPU or the memory that a process takes; two conditions may be joined. [C] the device's own list */
import { COMPARISON, choice, count, seconds, TEXT } from '../kind.ts';
import { group, option, place, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

const CONDITION = [
  place('process', choice('cpu-proc', 'mem-proc')),
  required(option('taskname', 'taskname', TEXT)),
  option('path', 'path', TEXT),
  required(option('op', 'op', COMPARISON)),
  required(option('val', 'val', count(0, 4_294_967_295))),
  option('is-percent', 'isPercent', choice('TRUE', 'FALSE', 'true', 'false')),
  option('period', 'periodSeconds', seconds(0, 4_294_967_295)),
] as const;

export const ioswdsysmon = {
  id: 'ioswdsysmon',
  title: 'CPU or memory of a process',
  names: ['ioswd'],
  syntax: [
    option('timewin', 'timewinSeconds', seconds(0, 4_294_967_295)),
    option('sub12-op', 'junction', choice('and', 'or', 'andnot')),
    required(group('sub1', CONDITION)),
    group('sub2', CONDITION),
    ...COMMON,
  ],
} as const satisfies Detector;
