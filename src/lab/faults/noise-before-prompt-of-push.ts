/** Fault: syslog between the last line and the prompt, during a push. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_BEFORE_PROMPT_OF_PUSH: LabFault = {
  title: 'syslog between the last line and the prompt, during a push',
  work: 'push',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('before the prompt', random) }),
};
