/** The scenarios that the lab can play, by the cause they inject. */
import { deleteLost } from './delete-lost.ts';
import { rekeyRace } from './rekey-race.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS = {
  'delete-lost': deleteLost,
  'rekey-race': rekeyRace,
} as const satisfies Record<string, Scenario>;

export type ScenarioId = keyof typeof SCENARIOS;
