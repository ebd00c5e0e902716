/** Fault: AAA denies one command. */
import type { LabFault } from './lab-fault.ts';

export const COMMAND_DENIED: LabFault = {
  title: 'AAA denies one command',
  work: 'show',
  outcome: 'loud',
  make: () => ({ onLine: (line) => (line === 'show version' ? 'Command authorization failed.\n' : undefined) }),
};
