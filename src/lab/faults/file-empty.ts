/** Fault: an empty file. */
import type { LabFault } from './lab-fault.ts';

export const FILE_EMPTY: LabFault = {
  title: 'an empty file',
  work: 'fetch',
  outcome: 'exact',
  makeFile: () => Buffer.alloc(0),
};
