/** The triggers that a playbook may name, by id. */
import { invalidSpi } from './invalid-spi.ts';
import { manual } from './manual.ts';
import type { Trigger } from './trigger.ts';

export const TRIGGERS = {
  'invalid-spi': invalidSpi,
  manual,
} as const satisfies Record<string, Trigger>;
