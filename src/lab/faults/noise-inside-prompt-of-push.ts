/** Fault: syslog inside the prompt, during a push. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_INSIDE_PROMPT_OF_PUSH: LabFault = {
  title: 'syslog inside the prompt, during a push',
  work: 'push',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('inside the prompt', random) }),
};
