/** Verbs that tell somebody something: the log, a mailbox, another policy, a management station. */
import { INT32, MESSAGE, priority, TEXT, UINT32, WORD } from '../kind.ts';
import { more, option, required, rest } from '../syntax.ts';
import { verb } from './verb.ts';

/** Sends a text to a CNS gateway; it is kept as written. [C] */
export const cnsEvent = verb('cns-event', [rest('argumentText')], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'cns-event', argumentText };
});

/** Publishes a text as telemetry on XE 17; it is kept as written. [L] */
export const exportToTelemetry = verb('export-to-telemetry', [rest('argumentText')], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'export-to-telemetry', argumentText };
});

/** Sends a mail. [L] */
export const mail = verb(
  'mail',
  [
    required(option('server', 'server', TEXT)),
    required(option('to', 'to', TEXT)),
    required(option('from', 'from', TEXT)),
    option('cc', 'cc', TEXT),
    required(option('subject', 'subject', TEXT)),
    required(option('body', 'body', MESSAGE)),
    option('port', 'port', WORD),
    // Releases have added words for the sender's interface and for TLS, of which no text is at hand. [U]
    more('moreText'),
  ],
  function* (fields) {
    yield { kind: 'mail', subject: fields.subject, body: fields.body };
  },
);

/** Publishes an event for applets that wait for its subsystem and type. [C] */
export const publishEvent = verb(
  'publish-event',
  [
    required(option('sub-system', 'subsystem', UINT32)),
    required(option('type', 'type', UINT32)),
    required(option('arg1', 'arg1', TEXT)),
    option('arg2', 'arg2', TEXT),
    option('arg3', 'arg3', TEXT),
    option('arg4', 'arg4', TEXT),
  ],
  function* ({ subsystem, type, arg1, arg2, arg3, arg4 }) {
    yield {
      kind: 'publish',
      subsystem: Number(subsystem),
      type: Number(type),
      values: [arg1, arg2, arg3, arg4].filter((each) => each !== undefined),
    };
  },
);

/** Answers the request that an `snmp-object` event has heard; it is kept as written. [C] */
export const snmpObjectValue = verb('snmp-object-value', [rest('argumentText')], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'snmp-object-value', argumentText };
});

/** Sends cEventMgrPolicyEvent with up to two numbers and a text. [C] eem.md 1 */
export const snmpTrap = verb(
  'snmp-trap',
  [option('intdata1', 'intdata1', INT32), option('intdata2', 'intdata2', INT32), option('strdata', 'strdata', TEXT)],
  function* ({ intdata1, intdata2, strdata }) {
    const number = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));
    yield { kind: 'snmp-trap', intdata1: number(intdata1), intdata2: number(intdata2), strdata };
  },
);

/** Logs a message as %HA_EM-6-LOG. [L] */
export const syslog = verb(
  'syslog',
  [option('priority', 'priority', priority()), required(option('msg', 'msg', MESSAGE)), option('facility', 'facility', TEXT)],
  function* (fields) {
    yield { kind: 'syslog', priority: fields.priority ?? 'informational', text: fields.msg };
  },
);
