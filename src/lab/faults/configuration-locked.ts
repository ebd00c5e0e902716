/** Fault: configuration locked by somebody else. */
import type { LabFault } from './lab-fault.ts';

export const CONFIGURATION_LOCKED: LabFault = {
  title: 'configuration locked by somebody else',
  work: 'push',
  outcome: 'loud',
  make: () => ({
    onLine: (line) =>
      line === 'configure terminal'
        ? 'Configuration mode locked exclusively by user noc process 342 from terminal 3. Please try later.\n'
        : undefined,
  }),
};
