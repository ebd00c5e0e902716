/** Fault: a pager's words inside the file. */
import { makeLog } from '../make-log.ts';
import type { LabFault } from './lab-fault.ts';

export const PAGER_IN_FILE: LabFault = {
  title: "a pager's words inside the file",
  work: 'fetch',
  outcome: 'exact',
  makeFile: (random) =>
    Buffer.concat([makeLog(random, 5000), Buffer.from(' --More-- \n --More-- \b\b\b\nPassword: \n'), makeLog(random, 5000)]),
};
