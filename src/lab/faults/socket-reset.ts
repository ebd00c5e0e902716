/** Fault: the socket is reset as soon as it is open. */
import type { LabFault } from './lab-fault.ts';

export const SOCKET_RESET: LabFault = {
  title: 'the socket is reset as soon as it is open',
  work: 'login',
  outcome: 'loud',
  make: () => ({
    onSocket: (socket) => {
      socket.resetAndDestroy();
      return true;
    },
  }),
};
