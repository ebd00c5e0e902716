/** Fault: syslog behind the prompt. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_BEHIND_PROMPT: LabFault = {
  title: 'syslog behind the prompt',
  work: 'show',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('behind the prompt', random) }),
};
