/** The strategies that a playbook may name, by id. */
import { after, eventTrace, recorder } from './recording.ts';
import type { Strategy } from './strategy.ts';

export const STRATEGIES = {
  after,
  'event-trace': eventTrace,
  recorder,
} as const satisfies Record<string, Strategy>;
