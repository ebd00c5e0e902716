/** Fault: half-open TCP: a socket on which nobody speaks. */
import type { LabFault } from './lab-fault.ts';

export const HALF_OPEN_SOCKET: LabFault = {
  title: 'half-open TCP: a socket on which nobody speaks',
  work: 'login',
  outcome: 'loud',
  make: () => ({ onSocket: () => true }),
};
