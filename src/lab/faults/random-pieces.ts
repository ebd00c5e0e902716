/** Fault: pieces of any size. */
import { inPieces } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const RANDOM_PIECES: LabFault = {
  title: 'pieces of any size',
  work: 'push',
  outcome: 'exact',
  runs: 5,
  make: (random) => ({ makeOutput: () => inPieces(random, 50) }),
};
