/** The detector `snmp-object` springs when someone asks for or sets an SNMP object. [C] eem.md 4.5 */
import { seconds, WORD, YES_OR_NO } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const snmpObject = {
  id: 'snmp-object',
  title: 'a request for an SNMP object',
  syntax: [
    required(option('oid', 'oid', WORD)),
    required(option('type', 'type', WORD)),
    option('sync', 'sync', YES_OR_NO),
    option('skip', 'skip', YES_OR_NO),
    option('istable', 'istable', YES_OR_NO),
    option('default', 'defaultSeconds', seconds(0, 4_294_967_295)),
    ...COMMON,
  ],
} as const satisfies Detector;
