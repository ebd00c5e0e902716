/** Fault: slow device: 2 s a command. */
import type { LabFault } from './lab-fault.ts';

export const SLOW_DEVICE: LabFault = {
  title: 'slow device: 2 s a command',
  work: 'show',
  outcome: 'exact',
  make: () => ({
    onLine: async (line) => {
      if (line.startsWith('show version')) await new Promise((resolve) => setTimeout(resolve, 2000));
      return undefined;
    },
  }),
};
