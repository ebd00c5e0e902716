/** Fault: lines shifted with `$`: `terminal width 0` refused. */
import type { LabFault } from './lab-fault.ts';

export const WIDTH_LEFT_ON: LabFault = {
  title: 'lines shifted with `$`: `terminal width 0` refused',
  work: 'push',
  outcome: 'either',
  make: () => ({ onLine: (line) => (line.startsWith('terminal width') ? '% Authorization failed.\n' : undefined) }),
};
