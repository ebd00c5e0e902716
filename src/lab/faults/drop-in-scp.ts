/** Fault: dropped at byte k of an SCP transfer (200 values of k). */
import { cutAfter } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const DROP_IN_SCP: LabFault = {
  title: 'dropped at byte k of an SCP transfer (200 values of k)',
  work: 'scp',
  outcome: 'either',
  runs: 200,
  prepare: (router) => router.configuration.set('ip scp server enable'),
  make: (_random, share) => ({ makeOutput: () => cutAfter(Math.floor(share * 75_000)) }),
};
