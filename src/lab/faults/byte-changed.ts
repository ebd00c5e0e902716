/** Fault: one byte changed on the way. */
import { inLongAnswers } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const BYTE_CHANGED: LabFault = {
  title: 'one byte changed on the way',
  work: 'fetch',
  outcome: 'loud',
  make: () => ({
    makeOutput: () =>
      inLongAnswers(2000, (bytes) => {
        const copy = Buffer.from(bytes);
        copy[1000] = (copy[1000] ?? 0) ^ 1;
        return copy;
      }),
  }),
};
