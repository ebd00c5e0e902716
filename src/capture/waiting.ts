/** Waiting is what all who look after an armed capture have of it: its plan, until when it lasts, and what ends it. */
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { CaptureContext } from './context.ts';

export interface Waiting {
  context: CaptureContext;
  plan: Plan;
  playbook: Playbook;
  /** By a clock that nobody sets. */
  leaseEndsAtMs: number;
  /** Comes when the waiting is over, for whatever reason. */
  over: AbortSignal;
}
