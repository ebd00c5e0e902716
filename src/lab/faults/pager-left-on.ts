/** Fault: pager left on: `terminal length 0` refused. */
import type { LabFault } from './lab-fault.ts';

export const PAGER_LEFT_ON: LabFault = {
  title: 'pager left on: `terminal length 0` refused',
  work: 'show',
  outcome: 'exact',
  make: () => ({ onLine: (line) => (line.startsWith('terminal length') ? '% Authorization failed.\n' : undefined) }),
};
