/** The verb `snmp-object-value` answers the request that an `snmp-object` event has heard; it is kept as written. [C] */
import { rest } from '../syntax.ts';
import { verb } from './verb.ts';

export const snmpObjectValue = verb('snmp-object-value', [rest('argumentText')], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'snmp-object-value', argumentText };
});
