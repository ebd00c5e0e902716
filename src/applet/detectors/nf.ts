/** The detector `nf` springs on flows that a flow monitor counts; up to four conditions may be joined. [C] the device's own list */
import { choice, TEXT, WORD } from '../kind.ts';
import { group, option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

const CHANGE = choice('create', 'update', 'delete');
const OPERATOR = choice('eq', 'ge', 'gt', 'le', 'lt', 'wc');

/** The list gives the rates to the first event only; they are taken with any. */
const CONDITION = [
  required(option('field', 'field', WORD)),
  option('rate-interval', 'rateInterval', WORD),
  required(option('entry-value', 'entryValue', TEXT)),
  required(option('entry-op', 'entryOp', OPERATOR)),
  option('exit-value', 'exitValue', TEXT),
  option('exit-op', 'exitOp', OPERATOR),
  option('exit-rate-interval', 'exitRateInterval', WORD),
] as const;

export const nf = {
  id: 'nf',
  title: 'a flow',
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
