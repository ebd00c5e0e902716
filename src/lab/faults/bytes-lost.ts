/** Fault: some bytes lost on every reading. */
import { inLongAnswers } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const BYTES_LOST: LabFault = {
  title: 'some bytes lost on every reading',
  work: 'fetch',
  outcome: 'loud',
  make: () => ({ makeOutput: () => inLongAnswers(2000, (bytes) => Buffer.concat([bytes.subarray(0, 1000), bytes.subarray(1007)])) }),
};
