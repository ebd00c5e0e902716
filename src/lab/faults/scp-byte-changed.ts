/** Fault: one byte changed on the way, by SCP. */
import { inLongAnswers } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const SCP_BYTE_CHANGED: LabFault = {
  title: 'one byte changed on the way, by SCP',
  work: 'scp',
  outcome: 'loud',
  prepare: (router) => router.configuration.set('ip scp server enable'),
  make: () => ({
    makeOutput: () =>
      inLongAnswers(2000, (bytes) => {
        const copy = Buffer.from(bytes);
        copy[1000] = (copy[1000] ?? 0) ^ 1;
        return copy;
      }),
  }),
};
