/** The strategies that a playbook may name, by id. */
import { after } from './after.ts';
import { eventTrace } from './event-trace.ts';
import { recorder } from './recorder.ts';
import type { Strategy } from './strategy.ts';

export const STRATEGIES = {
  after,
  'event-trace': eventTrace,
  recorder,
} as const satisfies Record<string, Strategy>;
