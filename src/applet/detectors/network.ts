/** Detectors of what the router does with traffic: routes, tracked objects, IP SLA operations, flows. */
import { choice, count, TEXT, WORD } from '../kind.ts';
import { upTo, VRF } from '../phrase.ts';
import { group, option, optional, place, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

/** Springs on an IP SLA operation. [C] the device's own list */
export const ipsla = {
  id: 'ipsla',
  syntax: [
    option('group-name', 'groupName', WORD),
    option('operation-id', 'operationId', count(1, 2_147_483_647)),
    option('reaction-type', 'reactionType', WORD),
    option('dest-ip-addr', 'destinationAddress', WORD, 'dest-ip-address'),
    ...COMMON,
  ],
} as const satisfies Detector;

const CHANGE = choice('create', 'update', 'delete');
const OPERATOR = choice('eq', 'ge', 'gt', 'le', 'lt', 'wc');

/** What may stand behind the name of a field. */
const FIELD = upTo(
  ...['rate-interval', 'entry-value', 'entry-op', 'exit-value', 'exit-op', 'exit-rate-interval', 'event2', 'event3', 'event4'],
  ...['event-type', 'exit-event-type', ...COMMON.map(({ keyword }) => keyword)],
);

/** The list gives the rates to the first event only; they are taken with any. */
const CONDITION = [
  required(option('field', 'field', FIELD)),
  option('rate-interval', 'rateInterval', WORD),
  required(option('entry-value', 'entryValue', TEXT)),
  required(option('entry-op', 'entryOp', OPERATOR)),
  option('exit-value', 'exitValue', TEXT),
  option('exit-op', 'exitOp', OPERATOR),
  option('exit-rate-interval', 'exitRateInterval', WORD),
] as const;

/** Springs on flows that a flow monitor counts; up to four conditions may be joined. [C] the device's own list */
export const nf = {
  id: 'nf',
  syntax: [
    required(option('monitor-name', 'monitorName', WORD)),
    option('event-type', 'eventType', CHANGE),
    option('exit-event-type', 'exitEventType', CHANGE),
    group('event1', CONDITION),
    group('event2', CONDITION),
    group('event3', CONDITION),
    group('event4', CONDITION),
    ...COMMON,
  ],
} as const satisfies Detector;

/** Springs when a route comes, goes or changes. [L] eem.md 4.5 */
export const routing = {
  id: 'routing',
  syntax: [
    required(option('network', 'network', WORD)),
    // Old releases take the network without its keyword. [L]
    optional(place('network', WORD)),
    option('type', 'type', choice('add', 'all', 'modify', 'remove')),
    option('protocol', 'protocol', WORD),
    option('vrf', 'vrf', VRF),
    option('ge', 'ge', count(1, 128)),
    option('le', 'le', count(1, 128)),
    option('ne', 'ne', count(1, 128)),
    ...COMMON,
  ],
} as const satisfies Detector;

/** Springs when a tracked object changes its state. [L] eem.md 4.5 */
export const track = {
  id: 'track',
  syntax: [place('object', count(1, 1000)), option('state', 'state', choice('up', 'down', 'any')), ...COMMON],
} as const satisfies Detector;
