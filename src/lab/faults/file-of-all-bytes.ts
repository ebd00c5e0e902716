/** Fault: NUL and 8-bit bytes. */
import type { LabFault } from './lab-fault.ts';

export const FILE_OF_ALL_BYTES: LabFault = {
  title: 'NUL and 8-bit bytes',
  work: 'fetch',
  outcome: 'exact',
  runs: 3,
  makeFile: (random) => Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 256))),
};
