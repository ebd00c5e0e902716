/** Fault: slow line: 9600 baud. */
import { slowly } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const SLOW_PUSH: LabFault = {
  title: 'slow line: 9600 baud',
  work: 'push',
  outcome: 'exact',
  make: () => ({ makeOutput: () => slowly(4800) }),
};
