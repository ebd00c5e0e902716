/** Fault: the same on every reading. */
import { logLine } from '../noise.ts';
import { inLongAnswers } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const DEBUG_BURST_FOREVER: LabFault = {
  title: 'the same on every reading',
  work: 'fetch',
  outcome: 'loud',
  make: (random) => ({
    makeOutput: () =>
      inLongAnswers(2000, (bytes) => Buffer.concat([bytes.subarray(0, 1000), Buffer.from(logLine(random)), bytes.subarray(1000)])),
  }),
};
