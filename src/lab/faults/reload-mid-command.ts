/** Fault: reload in the middle of a command. */
import type { LabFault } from './lab-fault.ts';

export const RELOAD_MID_COMMAND: LabFault = {
  title: 'reload in the middle of a command',
  work: 'show',
  outcome: 'loud',
  make: () => ({
    onLine: (line, _session, router) => {
      if (line === 'show running-config') router.reload(60_000);
      return undefined;
    },
  }),
};
