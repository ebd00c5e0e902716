/** The rules, by the cause that each one tests. */
import type { Rule } from '../rule.ts';
import { deleteLost } from './delete-lost.ts';
import { rekeyRace } from './rekey-race.ts';

export const RULES = {
  'delete-lost': deleteLost,
  'rekey-race': rekeyRace,
} as const satisfies Record<string, Rule>;
