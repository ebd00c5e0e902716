/** Fault: configuration mode denied. */
import type { LabFault } from './lab-fault.ts';

export const CONFIGURATION_DENIED: LabFault = {
  title: 'configuration mode denied',
  work: 'push',
  outcome: 'loud',
  make: () => ({ onLine: (line) => (line === 'configure terminal' ? 'Command authorization failed.\n' : undefined) }),
};
