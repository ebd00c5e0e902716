/** Detectors of what somebody asks or tells from outside, another policy included, and of the configuration that it changes. */
import { COMPARISON, choice, SECONDS, TEXT, UINT32, WORD, YES_OR_NO } from '../kind.ts';
import { option, optional, required, rest } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

/** Springs on an event that another policy publishes. [C] eem.md 4.5, the device's own list */
export const application = {
  id: 'application',
  syntax: [required(option('sub-system', 'subsystem', UINT32, 'subsystem')), required(option('type', 'type', UINT32)), ...COMMON],
} as const satisfies Detector;

/** Springs on a change of the configuration. [C] the device's own list */
export const config = {
  id: 'config',
  names: ['configuration'],
  syntax: [...COMMON, optional(rest('argumentText'))],
} as const satisfies Detector;

/** Springs on a remote call. [C] the device's own list */
export const rpc = {
  id: 'rpc',
  syntax: [option('default', 'defaultSeconds', SECONDS), ...COMMON],
} as const satisfies Detector;

/** Springs on an SNMP notification that arrives. [B] eem.md 4.5 */
export const snmpNotification = {
  id: 'snmp-notification',
  syntax: [
    required(option('oid', 'oid', WORD)),
    option('oid-val', 'oidVal', TEXT),
    option('op', 'op', COMPARISON),
    option('src-ip-address', 'sourceAddress', WORD),
    option('dest-ip-address', 'destinationAddress', WORD),
    option('direction', 'direction', choice('incoming', 'outgoing')),
    option('msg-op', 'messageOp', choice('drop', 'send')),
    option('default', 'defaultSeconds', SECONDS),
    ...COMMON,
  ],
} as const satisfies Detector;

/** Springs when someone asks for or sets an SNMP object. [C] eem.md 4.5 */
export const snmpObject = {
  id: 'snmp-object',
  syntax: [
    required(option('oid', 'oid', WORD)),
    required(option('type', 'type', WORD)),
    option('sync', 'sync', YES_OR_NO),
    option('skip', 'skip', YES_OR_NO),
    option('istable', 'istable', YES_OR_NO),
    option('default', 'defaultSeconds', SECONDS),
    ...COMMON,
  ],
} as const satisfies Detector;
