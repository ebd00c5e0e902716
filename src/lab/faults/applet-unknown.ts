/** Fault: an image without EEM. */
import type { LabFault } from './lab-fault.ts';

export const APPLET_UNKNOWN: LabFault = {
  title: 'an image without EEM',
  work: 'push',
  outcome: 'loud',
  make: () => ({
    onLine: (line) => (line.startsWith('event manager') ? "            ^\n% Invalid input detected at '^' marker.\n" : undefined),
  }),
};
