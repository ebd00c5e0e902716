/** The triggers that a playbook may name, by id. */
import { manual, peerCall } from './calls.ts';
import { invalidSpi, repeatedSpi, sessionDown } from './messages.ts';
import { qfpDrops } from './qfp-drops.ts';
import type { Trigger } from './trigger.ts';

export const TRIGGERS = {
  'invalid-spi': invalidSpi,
  manual,
  'peer-call': peerCall,
  'qfp-drops': qfpDrops,
  'repeated-spi': repeatedSpi,
  'session-down': sessionDown,
} as const satisfies Record<string, Trigger>;
