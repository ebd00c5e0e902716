/** Fault: half-open in the middle of an answer. */
import { silenceAfter } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const SILENCE_MID_COMMAND: LabFault = {
  title: 'half-open in the middle of an answer',
  work: 'show',
  outcome: 'loud',
  runs: 3,
  make: (_random, share) => ({ makeOutput: () => silenceAfter(900 + Math.floor(share * 600)) }),
};
