/** Fault: syslog into one reading, not the next. */
import { logLine } from '../noise.ts';
import { inLongAnswers } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const NOISE_IN_FETCH: LabFault = {
  title: 'syslog into one reading, not the next',
  work: 'fetch',
  outcome: 'exact',
  make: (random) => {
    let hasStruck = false;
    return {
      makeOutput: () =>
        inLongAnswers(2000, (bytes) => {
          if (hasStruck) return bytes;
          hasStruck = true;
          return Buffer.concat([bytes.subarray(0, 1500), Buffer.from(logLine(random)), bytes.subarray(1500)]);
        }),
    };
  },
};
