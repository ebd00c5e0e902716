/** Fault: syslog inside an echo. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_INSIDE_ECHO: LabFault = {
  title: 'syslog inside an echo',
  work: 'show',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('inside the echo', random) }),
};
