/** Fault: syslog inside an echo, during a push. */
import { noiseAt } from '../noise.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_INSIDE_ECHO_OF_PUSH: LabFault = {
  title: 'syslog inside an echo, during a push',
  work: 'push',
  outcome: 'either',
  runs: 8,
  make: (random) => ({ makeOutput: () => noiseAt('inside the echo', random) }),
};
