/** Fault: a file with line ends of CR LF. */
import { makeLog } from '../make-log.ts';
import type { LabFault } from './lab-fault.ts';

export const FILE_OF_CRLF: LabFault = {
  title: 'a file with line ends of CR LF',
  work: 'fetch',
  outcome: 'exact',
  makeFile: (random) => Buffer.from(makeLog(random, 50_000).toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
};
