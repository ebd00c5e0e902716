/** Fault: half-open in the middle of an SCP transfer. */
import { silenceAfter } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const SCP_SILENCE: LabFault = {
  title: 'half-open in the middle of an SCP transfer',
  work: 'scp',
  outcome: 'loud',
  prepare: (router) => router.configuration.set('ip scp server enable'),
  make: () => ({ makeOutput: () => silenceAfter(30_000) }),
};
