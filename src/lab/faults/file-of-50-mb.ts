/** Fault: 50 MB. */
import { makeLog } from '../make-log.ts';
import type { LabFault } from './lab-fault.ts';

export const FILE_OF_50_MB: LabFault = {
  title: '50 MB',
  work: 'fetch',
  outcome: 'exact',
  makeFile: (random) => makeLog(random, 50_000_000),
};
