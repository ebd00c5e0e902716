/** Fault: syslog between the last line and the prompt. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_BEFORE_PROMPT: LabFault = {
  title: 'syslog between the last line and the prompt',
  work: 'show',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('before the prompt', random) }),
};
