/** A detector is what an applet waits for: its word behind `event`, and the syntax of what follows. */
import { choice, count, seconds } from '../kind.ts';
import { option, type Syntax } from '../syntax.ts';

export interface Detector {
  id: string;
  title: string;
  syntax: Syntax;
}

/** What every detector takes. [C] eem.md 2 */
export const COMMON = [
  option('maxrun', 'maxrunSeconds', seconds(0, 31_536_000)),
  option('ratelimit', 'ratelimitSeconds', seconds(0, 31_536_000)),
  option('nice', 'nice', count(0, 1)),
  option('queue-priority', 'queuePriority', choice('low', 'normal', 'high', 'last')),
] as const;
