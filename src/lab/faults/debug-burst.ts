/** Fault: 10,000 debug lines a second on the terminal while reading. */
import { logLine } from '../noise.ts';
import { burst } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const DEBUG_BURST: LabFault = {
  title: '10,000 debug lines a second on the terminal while reading',
  work: 'fetch',
  outcome: 'either',
  runs: 2,
  make: (random) => ({ makeOutput: () => burst(10_000, 300, () => logLine(random)) }),
};
