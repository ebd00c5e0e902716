/** Fault: invalid action in mid-applet. */
import type { LabFault } from './lab-fault.ts';

export const ACTION_REFUSED: LabFault = {
  title: 'invalid action in mid-applet',
  work: 'push',
  outcome: 'loud',
  make: () => ({
    onLine: (line) => (/^ ?action 0?300 /.test(line) ? "                        ^\n% Invalid input detected at '^' marker.\n" : undefined),
  }),
};
