/** The triggers that a playbook may name, by id. */
import { invalidSpi } from './invalid-spi.ts';
import { manual } from './manual.ts';
import { peerCall } from './peer-call.ts';
import { qfpDrops } from './qfp-drops.ts';
import { repeatedSpi } from './repeated-spi.ts';
import { sessionDown } from './session-down.ts';
import type { Trigger } from './trigger.ts';

export const TRIGGERS = {
  'invalid-spi': invalidSpi,
  manual,
  'peer-call': peerCall,
  'qfp-drops': qfpDrops,
  'repeated-spi': repeatedSpi,
  'session-down': sessionDown,
} as const satisfies Record<string, Trigger>;
