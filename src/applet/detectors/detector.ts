/** A detector is what an applet waits for: its word behind `event`, and the syntax of what follows. */
import { COMPARISON, choice, count, type Kind, SECONDS, seconds, TRUE_OR_FALSE, UINT32_MAX } from '../kind.ts';
import { flag, option, orAlone, required, type Syntax } from '../syntax.ts';

export interface Detector {
  id: string;
  title: string;
  /** Other words for it: the device lists `config` and takes `configuration`. */
  names?: readonly string[] | undefined;
  syntax: Syntax;
}

/** What every detector takes. A device takes maxrun up to 4294967295, more than its documents say. [C] eem.md 2, field eem.md 3 */
export const COMMON = [
  option('maxrun', 'maxrunSeconds', SECONDS),
  option('ratelimit', 'ratelimitSeconds', SECONDS),
  option('nice', 'nice', count(0, 1)),
  option('queue-priority', 'queuePriority', choice('low', 'normal', 'high', 'last')),
] as const;

/** `severity-fatal`: several may stand side by side, each a word of its own. */
export function severities<const Name extends string>(...names: readonly Name[]) {
  return names.map((name) => flag(`severity-${name}` as const, `severity-${name}` as const));
}

const THRESHOLD = choice('value', 'increment', 'rate');

/** The two conditions of a polled value: fire at the one, be ready again at the other. Releases before the types say `…-val-is-increment`. [L] */
export function thresholds<Value>(value: Kind<Value>) {
  return [
    required(option('entry-op', 'entryOp', COMPARISON)),
    required(option('entry-val', 'entryVal', value)),
    option('entry-type', 'entryType', THRESHOLD),
    orAlone(option('entry-val-is-increment', 'isEntryIncrement', TRUE_OR_FALSE), 'true'),
    option('exit-comb', 'exitComb', choice('or', 'and')),
    option('exit-op', 'exitOp', COMPARISON),
    option('exit-val', 'exitVal', value),
    option('exit-type', 'exitType', THRESHOLD),
    orAlone(option('exit-val-is-increment', 'isExitIncrement', TRUE_OR_FALSE), 'true'),
    option('exit-time', 'exitTime', SECONDS),
    option('exit-event', 'exitEvent', TRUE_OR_FALSE),
    option('poll-interval', 'pollSeconds', seconds(1, UINT32_MAX)),
    option('average-factor', 'averageFactor', count(1, 64)),
  ];
}
