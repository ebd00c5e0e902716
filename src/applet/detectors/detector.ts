/** A detector is what an applet waits for: its word behind `event`, and the syntax of what follows. */
import { choice, count, SECONDS } from '../kind.ts';
import { flag, option, type Syntax } from '../syntax.ts';

export interface Detector {
  id: string;
  /** Other words for it: the device lists `config` and takes `configuration`. */
  names?: readonly string[] | undefined;
  syntax: Syntax;
}

/** What every detector takes. [C] eem.md 2 */
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
