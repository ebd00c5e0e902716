/** Fault: every byte by itself. */
import { inPieces } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const ONE_BYTE_AT_A_TIME: LabFault = {
  title: 'every byte by itself',
  work: 'show',
  outcome: 'exact',
  make: (random) => ({ makeOutput: () => inPieces(random, 1) }),
};
