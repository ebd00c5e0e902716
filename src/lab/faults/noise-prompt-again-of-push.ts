/** Fault: syslog behind the prompt, which is said again, during a push. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_PROMPT_AGAIN_OF_PUSH: LabFault = {
  title: 'syslog behind the prompt, which is said again, during a push',
  work: 'push',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('behind the prompt, said again', random) }),
};
