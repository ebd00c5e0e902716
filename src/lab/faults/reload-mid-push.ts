/** Fault: reload in the middle of a push. */
import type { LabFault } from './lab-fault.ts';

export const RELOAD_MID_PUSH: LabFault = {
  title: 'reload in the middle of a push',
  work: 'push',
  outcome: 'loud',
  make: () => ({
    onLine: (line, _session, router) => {
      if (/^ ?action 0?300 /.test(line)) router.reload(60_000);
      return undefined;
    },
  }),
};
