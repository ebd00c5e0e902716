/** The detector `snmp-notification` springs on an SNMP notification that arrives. [B] eem.md 4.5 */
import { COMPARISON, choice, seconds, TEXT, WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const snmpNotification = {
  id: 'snmp-notification',
  title: 'an SNMP notification',
  syntax: [
    required(option('oid', 'oid', WORD)),
    option('oid-val', 'oidVal', TEXT),
    option('op', 'op', COMPARISON),
    option('src-ip-address', 'sourceAddress', WORD),
    option('dest-ip-address', 'destinationAddress', WORD),
    option('direction', 'direction', choice('incoming', 'outgoing')),
    option('msg-op', 'messageOp', choice('drop', 'send')),
    option('default', 'defaultSeconds', seconds(0, 4_294_967_295)),
    ...COMMON,
  ],
} as const satisfies Detector;
