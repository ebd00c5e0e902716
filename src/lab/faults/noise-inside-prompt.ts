/** Fault: syslog inside the prompt. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_INSIDE_PROMPT: LabFault = {
  title: 'syslog inside the prompt',
  work: 'show',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('inside the prompt', random) }),
};
