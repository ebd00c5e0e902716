/** Fault: AAA denies one line of an applet. */
import type { LabFault } from './lab-fault.ts';

export const LINE_DENIED: LabFault = {
  title: 'AAA denies one line of an applet',
  work: 'push',
  outcome: 'loud',
  make: () => ({ onLine: (line) => (/^ ?action 0?200 /.test(line) ? 'Command authorization failed.\n' : undefined) }),
};
