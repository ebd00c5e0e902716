/** Fault: the account may not read files. */
import type { LabFault } from './lab-fault.ts';

export const READ_DENIED: LabFault = {
  title: 'the account may not read files',
  work: 'fetch',
  outcome: 'loud',
  make: () => ({ onLine: (line) => (line.startsWith('more ') ? 'Command authorization failed.\n' : undefined) }),
};
