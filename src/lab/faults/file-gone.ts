/** Fault: the file goes while it is read. */
import type { LabFault } from './lab-fault.ts';

export const FILE_GONE: LabFault = {
  title: 'the file goes while it is read',
  work: 'fetch',
  outcome: 'loud',
  make: () => ({
    onLine: (line, _session, router) => {
      if (line.startsWith('more ')) router.flash.delete('evidence.txt');
      return undefined;
    },
  }),
};
