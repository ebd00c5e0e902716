/** A message is what reaches a capture that waits; the first one ends its waiting, or changes its lease. */
import type { Ending } from '../capture/wait.ts';
import type { Spring } from './engine.ts';

export type Message =
  | { kind: 'ending'; ending: Ending }
  | { kind: 'spring'; spring: Spring }
  | { kind: 'stop'; by: string }
  /** `request`: by which whoever asked knows the answer as its own. */
  | { kind: 'lease'; leaseEndsAt: string; by: string; request?: string | undefined }
  /** Said by the clock. */
  | { kind: 'time' };
