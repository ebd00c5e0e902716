/** Fault: dropped at byte k of a push (200 values of k). */
import { cutAfter } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const DROP_IN_PUSH: LabFault = {
  title: 'dropped at byte k of a push (200 values of k)',
  work: 'push',
  outcome: 'either',
  runs: 200,
  make: (_random, share) => ({ makeOutput: () => cutAfter(Math.floor(share * 12_000)) }),
};
