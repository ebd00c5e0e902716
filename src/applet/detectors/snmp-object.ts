/** The detector `snmp-object` springs when someone asks for or sets an SNMP object. [C] eem.md 4.5 */
import { choice, count, WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const snmpObject = {
  id: 'snmp-object',
  title: 'a request for an SNMP object',
  syntax: [
    required(option('oid', 'oid', WORD)),
    required(option('type', 'type', WORD)),
    option('sync', 'sync', choice('yes', 'no')),
    option('skip', 'skip', choice('yes', 'no')),
    option('istable', 'istable', choice('yes', 'no')),
    option('default', 'defaultSeconds', count(0, 4_294_967_295)),
    ...COMMON,
  ],
} as const satisfies Detector;
