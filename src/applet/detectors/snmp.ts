/** The detector `snmp` springs when a polled object crosses a value. [C] eem.md 4.5, the device's own list */
import { choice, TEXT, WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector, thresholds } from './detector.ts';

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
