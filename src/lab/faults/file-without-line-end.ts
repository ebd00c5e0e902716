/** Fault: a file that does not end in a line end. */
import { makeLog } from '../make-log.ts';
import type { LabFault } from './lab-fault.ts';

export const FILE_WITHOUT_LINE_END: LabFault = {
  title: 'a file that does not end in a line end',
  work: 'fetch',
  outcome: 'exact',
  makeFile: (random) => Buffer.concat([makeLog(random, 5000), Buffer.from('no end')]),
};
