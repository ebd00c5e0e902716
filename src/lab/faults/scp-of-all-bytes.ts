/** Fault: NUL and 8-bit bytes, by SCP in pieces of any size. */
import { inPieces } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const SCP_OF_ALL_BYTES: LabFault = {
  title: 'NUL and 8-bit bytes, by SCP in pieces of any size',
  work: 'scp',
  outcome: 'exact',
  runs: 3,
  prepare: (router) => router.configuration.set('ip scp server enable'),
  makeFile: (random) => Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 256))),
  make: (random) => ({ makeOutput: () => inPieces(random, 500) }),
};
