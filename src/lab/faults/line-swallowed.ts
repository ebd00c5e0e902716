/** Fault: one line swallowed without a word. */
import type { LabFault } from './lab-fault.ts';

export const LINE_SWALLOWED: LabFault = {
  title: 'one line swallowed without a word',
  work: 'push',
  outcome: 'loud',
  make: () => ({ onLine: (line) => (/^ ?action 0?250 /.test(line) ? '' : undefined) }),
};
