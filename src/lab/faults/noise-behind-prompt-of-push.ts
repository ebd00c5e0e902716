/** Fault: syslog behind the prompt, during a push. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_BEHIND_PROMPT_OF_PUSH: LabFault = {
  title: 'syslog behind the prompt, during a push',
  work: 'push',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('behind the prompt', random) }),
};
