/** Fault: syslog behind the prompt, which is said again. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_PROMPT_AGAIN: LabFault = {
  title: 'syslog behind the prompt, which is said again',
  work: 'show',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('behind the prompt, said again', random) }),
};
