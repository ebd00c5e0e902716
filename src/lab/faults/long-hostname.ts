/** Fault: host name over 20 characters. */
import type { LabFault } from './lab-fault.ts';

export const LONG_HOSTNAME: LabFault = {
  title: 'host name over 20 characters',
  work: 'push',
  outcome: 'exact',
  spec: { hostname: 'branch-office-hamburg-edge-router-01' },
};
