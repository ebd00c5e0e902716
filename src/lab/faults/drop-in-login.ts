/** Fault: dropped at byte k while logging in (40 values of k). */
import { cutAfter } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const DROP_IN_LOGIN: LabFault = {
  title: 'dropped at byte k while logging in (40 values of k)',
  work: 'login',
  outcome: 'either',
  runs: 40,
  make: (_random, share) => ({ makeOutput: () => cutAfter(Math.floor(share * 400)) }),
};
